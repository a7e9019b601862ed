/** There is no memory for what the capture holds, or none at all. The message says what to do. */
export class OutOfMemory extends RangeError {
  override readonly name = "OutOfMemory";
}
