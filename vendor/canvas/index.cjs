"use strict";
/**
 * chartjs-node-canvas draws through the package `canvas`, whose binary is downloaded when it is installed:
 * that fails on a closed network. @napi-rs/canvas ships its binary inside the npm package and has a face like
 * node-canvas's, which lacks SVG's `toBuffer`. This file adds it, and stands in for `canvas`
 * (package.json, `overrides`).
 */
const { createCanvas: createPlainCanvas, SvgExportFlag } = require("@napi-rs/canvas");
const face = require("@napi-rs/canvas/node-canvas.js");

function createSvgCanvas(width, height) {
  const canvas = createPlainCanvas(width, height, SvgExportFlag.NoPrettyXML);
  canvas.toBuffer = () => canvas.getContent();
  return canvas;
}

module.exports = {
  ...face,
  createCanvas: (width, height, type) =>
    type === "svg" ? createSvgCanvas(width, height) : face.createCanvas(width, height, type),
};
