/**
 * The overlay: what portolan says of a port where IANA's registry is not what people call it, is silent, or is
 * misleading; and which ports are common. Data only; overlay.ts reads it, and a test holds it to its rules.
 *
 * A line is
 *
 *     * ports | name, other names | what it is for | caution | why the line is here
 *
 * - `*` marks a common port: it is listed by `portolan ports --common`, and the roles stage trusts it more.
 * - ports: `53/tcp,udp`, or a range `6000-6063/tcp`.
 * - name: what labels show. The other names find the port too; IANA's own name always does.
 * - caution: what to know before such a port is opened to others. May be empty.
 * - why: the reason. `kept` alone means that name and meaning are IANA's, and the line only adds words for
 *   people. A default port is the product's documented one, and "unregistered" means at IANA, on that
 *   transport.
 *
 * Lines are sorted by port within their `#` group; no port of a transport stands twice.
 */
export const OVERLAY_TABLE = `
# Web
* 80/tcp | http, www | Web pages and programming interfaces | clear text | IANA lists http, www and www-http; the source keeps www-http only
80/udp | http, www | Registered beside TCP, hardly ever seen | | IANA lists http, www and www-http; the source keeps www-http only
* 443/tcp | https, tls | Web pages and programming interfaces over TLS | | kept
* 443/udp | https, quic, http3 | Web over QUIC (HTTP/3), and other QUIC services | | kept
3000/tcp | http-alt, grafana | Web by custom: Grafana, Gitea, Node.js and Rails in development | often clear text, often meant for one machine only | IANA's remoteware-cl is hardly ever met
5000/tcp | http-alt, docker-registry | Web by custom: container registries, Synology, Flask in development; AirPlay on a Mac | often clear text | IANA's commplex-main is hardly ever met
* 8000/tcp | http-alt | Web by custom, second choice after 8080 | often clear text | IANA's irdmi is hardly ever met
8008/tcp | http-alt | Web, alternative port | often clear text | kept
8009/tcp | ajp13, ajp | Apache JServ Protocol between a web server and Tomcat; Chromecast uses it too | must not be reachable from outside (Ghostcat) | IANA's nvme-disc came later and is rare
* 8080/tcp | http-alt, http-proxy, webcache | Web, alternative port; proxies and application servers | often clear text | kept
8081/tcp | http-alt | Web by custom: proxies, repositories, consoles | often clear text | IANA's sunproxyadmin is hardly ever met
8088/tcp | http-alt, yarn | Web by custom: Hadoop YARN, InfluxDB's backup, Splunk's collector | often clear text | IANA's radan-http is rarely meant
* 8443/tcp | https-alt | Web over TLS, alternative port; consoles of appliances | | IANA's pcsync-https is hardly ever met
* 8888/tcp | http-alt, jupyter | Web by custom: Jupyter notebooks, proxies | often clear text | IANA's ddi-tcp-1 is hardly ever met
9443/tcp | https-alt | Web over TLS by custom: vSphere, Portainer, WSO2 | | IANA's tungsten-https is one product of many

# Mail
* 25/tcp | smtp | Mail between servers | clear text unless STARTTLS | kept
* 110/tcp | pop3 | Mail fetched by clients (POP3) | clear text unless STLS | kept
* 143/tcp | imap, imap4 | Mail read by clients (IMAP) | clear text unless STARTTLS | kept
* 465/tcp | submissions, smtps | Mail handed in by clients, over TLS (RFC 8314) | | kept
* 587/tcp | submission | Mail handed in by clients | clear text unless STARTTLS | kept
* 993/tcp | imaps | Mail read by clients (IMAP) over TLS | | kept
* 995/tcp | pop3s | Mail fetched by clients (POP3) over TLS | | kept
2525/tcp | smtp-alt | Mail handed in where port 25 is blocked | clear text unless STARTTLS | IANA's ms-v-worlds is hardly ever met
4190/tcp | sieve, managesieve | Mail filter scripts managed by clients | | kept

# Names and addresses
* 53/tcp,udp | dns, domain | Domain names to addresses | clear text; open resolvers amplify attacks | IANA's domain is rarely said: Wireshark and people say dns
* 67/udp | dhcp, dhcps, bootps | Addresses given out: to the DHCP server | no authentication | IANA's bootps is the forerunner (BOOTP)
68/udp | dhcp-client, dhcpc, bootpc | Addresses given out: to the DHCP client | no authentication | IANA's bootpc is the forerunner (BOOTP)
115/tcp | sftp, simple-ftp | Simple File Transfer Protocol of 1984; not the SFTP of SSH, which runs on 22/tcp | clear text | kept
* 137/udp | netbios-ns, nbns, wins | Names in old Windows networks | clear text; leaks names; spoofable | kept
546/udp | dhcpv6-client | IPv6 addresses given out: to the client | no authentication | kept
* 547/udp | dhcpv6-server, dhcpv6 | IPv6 addresses given out: to the server | no authentication | kept
* 853/tcp | dns-over-tls, dot, domain-s | Domain names to addresses, over TLS (RFC 7858) | | IANA's domain-s is not said
853/udp | dns-over-quic, doq, domain-s | Domain names to addresses, over QUIC (RFC 9250) or DTLS | | IANA's domain-s is not said
953/tcp | rndc | Control of the BIND name server | only for this machine | kept
5353/tcp | mdns | Registered beside UDP, hardly ever seen | | kept
* 5353/udp | mdns, bonjour, zeroconf | Names and services announced on the local network | leaks host names; must not leave the network | kept
* 5355/udp | llmnr | Names in the local network without a server (Windows) | spoofable: used to steal password hashes | kept

# Remote access
* 22/tcp | ssh, sftp, scp | Remote shell, file transfer and tunnels, encrypted | a target of password guessing | kept
* 23/tcp | telnet | Remote terminal | clear text with passwords | kept
512/tcp | exec, rexec | Remote command execution of BSD | clear text with passwords | kept
513/tcp | login, rlogin | Remote login of BSD | clear text, trusts addresses | kept
514/tcp | shell, rsh | Remote shell of BSD | clear text, trusts addresses | kept
992/tcp | telnets | Remote terminal over TLS | | kept
* 3389/tcp,udp | rdp, ms-wbt-server | Remote Desktop of Windows | a target of password guessing; behind a VPN only | IANA's ms-wbt-server is not said
4899/tcp | radmin | Remote administration (Radmin) | | IANA's radmin-port only adds a word
5555/tcp | adb, freeciv | Android Debug Bridge over the network | gives a shell without a password; worms look for it | IANA's personal-agent is hardly ever met
5800/tcp | vnc-http | Remote screen (VNC) in a browser | clear text | unregistered; default of VNC servers
* 5900/tcp | vnc, rfb | Remote screen (VNC, Apple Screen Sharing) | weak or no encryption | IANA's rfb is the protocol's name, vnc is what people say
5901-5902/tcp | vnc | Remote screen (VNC), displays 1 and 2 | weak or no encryption | unregistered; VNC counts displays up from 5900
* 5938/tcp,udp | teamviewer | Remote control (TeamViewer) | | unregistered; documented default of TeamViewer
* 5985/tcp | winrm, wsman | Windows Remote Management, PowerShell remoting, over HTTP | | IANA's wsman is the protocol, WinRM the service
* 5986/tcp | winrm-https, winrms, wsmans | Windows Remote Management over HTTPS | | IANA's wsmans is the protocol, WinRM the service
* 6000-6063/tcp | x11 | X Window displays | clear text; a display that is open shows every key | registered as a range, which the source leaves out
8291/tcp | winbox | MikroTik router management | should not be reachable from outside | unregistered; default of RouterOS
21115-21117/tcp | rustdesk | Remote control (RustDesk): rendezvous and relay servers | | unregistered; documented default of RustDesk
62078/tcp | iphone-sync, lockdownd | iPhone and iPad synchronisation over the network | | unregistered; lockdownd of iOS

# Files and storage
20/tcp | ftp-data | FTP's data in active mode: the server connects from this port | clear text | kept
* 21/tcp | ftp | File transfer, control connection | clear text with passwords | kept
* 69/udp | tftp | Simple file transfer: boot images and device settings | clear text, no authentication | kept
* 111/tcp,udp | rpcbind, sunrpc, portmapper | Tells on which port an RPC program listens | answers strangers; amplifies attacks | IANA's sunrpc is what it carries, rpcbind the service
* 139/tcp | netbios-ssn, nbss | Windows file sharing over NetBIOS | old; superseded by 445 | kept
* 445/tcp | smb, microsoft-ds, cifs | Windows file and printer sharing, remote administration | never to the Internet; worms spread here | IANA's microsoft-ds is not said
445/udp | smb, microsoft-ds | Registered beside TCP, hardly ever seen | | IANA's microsoft-ds is not said
548/tcp | afp, afpovertcp | Apple file sharing | superseded by SMB | IANA's afpovertcp is not said
* 873/tcp | rsync | File copying by differences | clear text | kept
989/tcp | ftps-data | FTP's data over TLS | | kept
990/tcp | ftps | File transfer over TLS, control connection | | kept
* 2049/tcp,udp | nfs | Unix file sharing | clear text, trusts addresses unless Kerberos is used | kept
* 3260/tcp | iscsi, iscsi-target | Disks over the network | clear text | IANA's iscsi-target only adds a word
3690/tcp | svn, subversion | Subversion version control | clear text | kept
6789/tcp | ceph-mon | Ceph monitor, first protocol version | | IANA's radg is hardly ever met
9418/tcp | git | Git repositories, read | clear text, no authentication | kept
17500/tcp | db-lsp, dropbox | Dropbox synchronisation in the local network | | kept
17500/udp | db-lsp-disc, dropbox | Dropbox discovery in the local network | | kept
21027/udp | syncthing-disc | Syncthing discovery in the local network | | unregistered; documented default of Syncthing
22000/tcp,udp | syncthing | File synchronisation (Syncthing) | | IANA's snapenetio is hardly ever met
24007/tcp | glusterd | GlusterFS management | | unregistered; documented default of GlusterFS

# Printing
515/tcp | printer, lpd, lpr | Line printer daemon | clear text | kept
* 631/tcp | ipp, ipps, cups | Internet Printing Protocol, plain and over TLS | | IANA lists ipp and ipps; the source keeps ipps only
631/udp | ipp, cups | Printers announced in the local network (CUPS) | | kept
* 9100/tcp | jetdirect, pdl-datastream, node-exporter | Raw printing; also the usual port of Prometheus's node exporter | anyone who reaches it prints | IANA's pdl-datastream is not said

# Directory and sign-on
49/tcp | tacacs, tacacs-plus | Sign-on to network devices (TACACS+) | weak obfuscation only | kept
* 88/tcp,udp | kerberos | Sign-on with tickets (Active Directory) | | kept
113/tcp | ident, auth | Tells the user of a connection; asked by mail and chat servers | | IANA's auth is too general: ident is the protocol (RFC 1413)
* 389/tcp | ldap | Directory look-ups (Active Directory, OpenLDAP) | clear text unless StartTLS | kept
389/udp | ldap, cldap | Connectionless LDAP: finding a domain controller | amplifies attacks when open to strangers | kept
464/tcp,udp | kpasswd | Kerberos password change | | kept
* 636/tcp | ldaps | Directory look-ups over TLS | | kept
1645/udp | radius-old, radius | RADIUS authentication on its old port | weak protection | IANA's sightline is not what uses it (RFC 2865, section 3)
1646/udp | radius-acct-old, radacct | RADIUS accounting on its old port | weak protection | IANA's sa-msg-port is not what uses it (RFC 2866, section 3)
* 1812/udp | radius | Sign-on to networks (Wi-Fi, VPN) | weak protection without TLS | kept
* 1813/udp | radius-acct | Accounting of network use | weak protection without TLS | kept
* 3268/tcp | ldap-gc, msft-gc, globalcat | Global catalogue of Active Directory | clear text unless StartTLS | IANA's msft-gc does not say that it is LDAP
3269/tcp | ldaps-gc, msft-gc-ssl | Global catalogue of Active Directory over TLS | | IANA's msft-gc-ssl does not say that it is LDAP

# Windows services
* 135/tcp | msrpc, epmap | Windows RPC endpoint mapper: tells on which port a service listens | never to the Internet | IANA's epmap is not said; nmap says msrpc
135/udp | msrpc, epmap | Registered beside TCP, hardly ever seen | | IANA's epmap is not said; nmap says msrpc
138/udp | netbios-dgm, nbdgm | Windows network browsing, datagrams | leaks names | kept
1688/tcp | kms | Windows and Office volume activation | | IANA's nsjtp-data is hardly ever met
7680/tcp | ms-do, delivery-optimization | Windows updates shared between computers | | kept
8172/tcp | msdeploy | Web Deploy for IIS | | unregistered; default of Web Deploy
8530/tcp | wsus | Windows Server Update Services | clear text | unregistered; default of WSUS
8531/tcp | wsus-https | Windows Server Update Services over TLS | | unregistered; default of WSUS
9389/tcp | adws | Active Directory Web Services | | kept

# Databases and search
* 1433/tcp | mssql, ms-sql-s, tds | Microsoft SQL Server | not to the Internet | IANA's ms-sql-s is not said
* 1434/udp | mssql-browser, ms-sql-m | Tells where Microsoft SQL Server's instances listen | answers strangers; amplifies attacks | IANA's ms-sql-m is not said
* 1521/tcp | oracle, tns | Oracle Database listener | | IANA's ncube-lm is hardly ever met; 1521 is Oracle's documented default
3050/tcp | firebird, gds_db, interbase | Firebird and InterBase | | IANA's gds_db is an inner name of InterBase
* 3306/tcp | mysql, mariadb | MySQL and MariaDB | not to the Internet | kept
* 5432/tcp | postgresql, postgres | PostgreSQL | not to the Internet | kept
5601/tcp | kibana | Kibana and OpenSearch Dashboards | | IANA's esmagent is hardly ever met
5984/tcp | couchdb | Apache CouchDB | | kept
* 6379/tcp | redis | Redis and Valkey | no password by default in old versions | kept
6432/tcp | pgbouncer | Connection pool before PostgreSQL | | kept
7199/tcp | cassandra-jmx | Management of Apache Cassandra | gives control without a password | unregistered; documented default of Cassandra
7474/tcp | neo4j | Neo4j over HTTP | | kept
7687/tcp | bolt | Neo4j's query protocol | | kept
8086/tcp | influxdb | InfluxDB time series | | IANA's d-s-n is hardly ever met
8529/tcp | arangodb | ArangoDB | | unregistered; documented default of ArangoDB
8983/tcp | solr | Apache Solr search | no password by default | unregistered; documented default of Solr
* 9042/tcp | cassandra, cql | Apache Cassandra and ScyllaDB queries | | unregistered; documented default of Cassandra
9160/tcp | cassandra-thrift | Apache Cassandra's old interface | | IANA's apani1 is hardly ever met
* 9200/tcp | elasticsearch, opensearch | Elasticsearch and OpenSearch over HTTP | no password by default in old versions: data leaks | IANA's wap-wsp (WAP phones) is hardly ever met
9300/tcp | elasticsearch-node | Elasticsearch between its nodes | | IANA's vrace is hardly ever met
* 11211/tcp,udp | memcached, memcache | memcached | no password; over UDP the worst amplifier known | IANA's memcache lacks the d of the program
26257/tcp | cockroach, cockroachdb | CockroachDB | | kept
26379/tcp | redis-sentinel | Redis Sentinel, which watches over Redis | | unregistered; documented default of Redis Sentinel
* 27017/tcp | mongodb | MongoDB | no password by default in old versions: data leaks | kept
27018/tcp | mongodb-shard | MongoDB shard server | | unregistered; documented default of MongoDB
27019/tcp | mongodb-config | MongoDB configuration server | | unregistered; documented default of MongoDB
50000/tcp | db2 | IBM Db2; also SAP and Jenkins agents | | unregistered (dynamic range); documented default of Db2

# Messaging and streams
* 1883/tcp | mqtt | Messages of devices (IoT) | clear text | kept
2181/tcp | zookeeper | Apache ZooKeeper | no password by default | IANA's eforward is hardly ever met
* 4222/tcp | nats | NATS messaging | | unregistered; documented default of NATS
4369/tcp | epmd | Erlang port mapper: RabbitMQ, CouchDB, ejabberd clusters | not to the Internet | kept
5044/tcp | beats, logstash | Log shippers (Beats) to Logstash | | IANA's lxi-evntsvc is rarely meant
* 5671/tcp | amqps | Message queues (RabbitMQ) over TLS | | kept
* 5672/tcp | amqp, rabbitmq | Message queues (RabbitMQ) | clear text | kept
6650/tcp | pulsar | Apache Pulsar | | unregistered; documented default of Pulsar
* 8883/tcp | mqtts, secure-mqtt | Messages of devices (IoT) over TLS | | IANA's secure-mqtt is not said
* 9092/tcp | kafka | Apache Kafka | clear text unless set up | IANA's XmlIpcRegSvc is hardly ever met
15672/tcp | rabbitmq-mgmt | RabbitMQ management | | unregistered; documented default of RabbitMQ
25672/tcp | rabbitmq-cluster | RabbitMQ between its nodes | | unregistered; documented default of RabbitMQ
61613/tcp | stomp | STOMP messages (ActiveMQ, RabbitMQ) | clear text | unregistered (dynamic range); documented default of ActiveMQ
61616/tcp | activemq, openwire | Apache ActiveMQ | remote code execution in unpatched versions | unregistered (dynamic range); documented default of ActiveMQ

# Chat and push
* 5222/tcp | xmpp-client, jabber | Chat clients (XMPP); WhatsApp uses it too | clear text unless STARTTLS | kept
5223/tcp | apns, xmpps | Apple push notifications; old XMPP over TLS | | IANA's hpvirtgrp is not what uses it; Apple documents 5223
* 5228/tcp | fcm, gcm, google-push | Google push notifications (Android, Chrome) | | IANA's hpvroom is not what uses it; Google documents 5228 to 5230
5269/tcp | xmpp-server | Chat between servers (XMPP) | clear text unless STARTTLS | kept
5280/tcp | xmpp-bosh | Chat (XMPP) over HTTP | | kept
6660-6669/tcp | irc, ircd | Internet Relay Chat | clear text | IANA's ircu (6665 to 6669) is one server program; 6660 to 6669 is the custom
6697/tcp | ircs, ircs-u | Internet Relay Chat over TLS | | IANA's ircs-u only adds a letter
8448/tcp | matrix-fed, matrix | Chat between servers (Matrix) | | kept

# Logs, measurement and management
* 123/udp | ntp | Clock synchronisation | old servers amplify attacks | kept
* 161/udp | snmp | Device status and counters | clear text in versions 1 and 2c; default passwords | kept
* 162/udp | snmptrap | Alarms of devices | clear text in versions 1 and 2c | kept
319/udp | ptp-event, ptp | Precise clock synchronisation, timed messages (IEEE 1588) | | kept
320/udp | ptp-general, ptp | Precise clock synchronisation, other messages (IEEE 1588) | | kept
* 514/udp | syslog | Log messages | clear text, no authentication, loss goes unnoticed | kept
* 623/udp | ipmi, asf-rmcp, rmcp | Server management below the operating system (IPMI) | gives out password hashes by design | IANA's asf-rmcp is the carrier, IPMI the use
1514/tcp | wazuh, ossec | Wazuh agents; also log collectors by custom | | IANA's fujitsu-dtcns is hardly ever met
2003/tcp | graphite, carbon | Graphite measurements | clear text | IANA's brutus is hardly ever met
* 2055/udp | netflow | NetFlow and IPFIX exports | clear text | IANA's iop is not what uses it; custom of NetFlow exporters
3100/tcp | loki | Grafana Loki logs | | IANA's opcon-xps is one scheduling product
4317/tcp | opentelemetry, otlp, otlp-grpc | OpenTelemetry over gRPC | | kept
4318/tcp | otlp-http | OpenTelemetry over HTTP | | unregistered; documented in the OpenTelemetry Protocol specification
4505/tcp | salt-publish, salt-master | Salt: commands to minions | not to the Internet | unregistered; documented default of Salt
4506/tcp | salt-return, salt-master | Salt: answers of minions | not to the Internet | unregistered; documented default of Salt
* 4739/udp | ipfix | Flow exports (IPFIX) | | kept
5001/tcp,udp | iperf | Throughput measurement (iperf 2); Synology's web console over TCP | | IANA's commplex-link is hardly ever met
5201/tcp,udp | iperf3 | Throughput measurement | | IANA's targus-getdata1 is hardly ever met
5666/tcp | nrpe | Checks run by Nagios | | kept
* 6343/udp | sflow | Packet samples of switches | clear text | kept
6514/tcp | syslog-tls | Log messages over TLS | | kept
8089/tcp | splunkd | Splunk management | | unregistered; documented default of Splunk
8125/udp | statsd | StatsD measurements | clear text | unregistered; default of StatsD
8140/tcp | puppet | Puppet configuration management | | kept
* 9090/tcp | prometheus, cockpit | Prometheus; also Cockpit's web console on Linux | no password by default | IANA's websm is hardly ever met
9411/tcp | zipkin | Zipkin traces | | unregistered; documented default of Zipkin
9995/udp | netflow | NetFlow exports | clear text | IANA's palace-4 is hardly ever met; custom of collectors
9996/udp | netflow | NetFlow exports | clear text | IANA's palace-5 is hardly ever met; custom of collectors
9997/tcp | splunk-forwarder | Logs forwarded to Splunk | | IANA's palace-6 is hardly ever met
* 10050/tcp | zabbix-agent | Zabbix asks an agent | | kept
10051/tcp | zabbix-trapper | Agents report to Zabbix | | kept
12201/udp | gelf, graylog | Graylog log messages | clear text | unregistered; documented default of Graylog
24224/tcp,udp | fluentd | Fluentd logs | | unregistered; documented default of Fluentd
25826/udp | collectd | collectd measurements | | unregistered; documented default of collectd

# Containers and clusters
* 2375/tcp | docker | Docker's control interface | gives control of the machine without a password | kept
* 2376/tcp | docker-tls, docker-s | Docker's control interface over TLS | | IANA's docker-s hides what the s is
2377/tcp | docker-swarm, swarm | Docker Swarm management | | IANA's swarm is too general
* 2379/tcp | etcd-client, etcd | etcd, the memory of Kubernetes | holds every secret of a cluster | kept
2380/tcp | etcd-server, etcd | etcd between its nodes | | kept
* 6443/tcp | kubernetes-api, kube-apiserver | Kubernetes control interface | | IANA's sun-sr-https is hardly ever met
7946/tcp,udp | docker-gossip | Docker Swarm between its nodes | | unregistered; documented default of Docker Swarm
8006/tcp | proxmox | Proxmox VE web console | not to the Internet | IANA's wpl-analytics is one rare product
8200/tcp | vault | HashiCorp Vault secrets | | IANA's trivnet1 is hardly ever met
8300/tcp | consul-rpc | Consul servers | | IANA's tmi is hardly ever met
8301/tcp,udp | consul-lan | Consul nodes in one site | | IANA's amberon is hardly ever met
8302/tcp,udp | consul-wan | Consul between sites | | unregistered; documented default of Consul
8500/tcp | consul | Consul over HTTP | no password by default | IANA's fmtp is air traffic control, which is rare
* 10250/tcp | kubelet | Kubernetes node agent | runs commands in containers if left open | unregistered; documented default of Kubernetes
10255/tcp | kubelet-readonly | Kubernetes node agent, read only, old | clear text, no password | unregistered; former default of Kubernetes
10256/tcp | kube-proxy | Health of kube-proxy | | unregistered; documented default of Kubernetes
10257/tcp | kube-controller-manager | Kubernetes controllers | | unregistered; documented default of Kubernetes
10259/tcp | kube-scheduler | Kubernetes scheduler | | unregistered; documented default of Kubernetes
50051/tcp | grpc | gRPC services by custom | often clear text | unregistered (dynamic range); used by gRPC's own examples

# Virtual machines
902/tcp | vmware-auth | VMware ESXi console and file copy | | IANA's ideafarm-door is hardly ever met
902/udp | vmware-heartbeat | VMware ESXi heartbeat to vCenter | | IANA's ideafarm-door is hardly ever met

# VPN and tunnels
* 500/udp | ike, isakmp | Key exchange of IPsec (RFC 7296) | | IANA's isakmp is the superseded framework; IKE is the protocol
* 1080/tcp | socks | SOCKS proxy | an open one is abused | kept
* 1194/tcp,udp | openvpn | OpenVPN | | kept
* 1701/udp | l2tp | L2TP tunnels, most often inside IPsec | clear text without IPsec | kept
* 1723/tcp | pptp | PPTP tunnels, control connection | broken encryption | kept
2123/udp | gtp-c, gtp-control | Mobile networks: control of tunnels | not to the Internet | IANA's gtp-control is not said: 3GPP writes GTP-C
* 2152/udp | gtp-u, gtp-user | Mobile networks: users' packets | not to the Internet | IANA's gtp-user is not said: 3GPP writes GTP-U
* 3128/tcp | squid, http-proxy | Web proxy (Squid) | an open one is abused | IANA's ndl-aas is hardly ever met
3544/udp | teredo | IPv6 through IPv4 address translation | goes around firewalls | kept
* 4500/udp | ipsec-nat-t, ike-nat | IPsec through address translation | | kept
* 4789/udp | vxlan | Ethernet over UDP in data centres | clear text, no authentication | kept
6081/udp | geneve | Ethernet over UDP in data centres (cloud networks) | clear text, no authentication | kept
8388/tcp,udp | shadowsocks | Encrypted proxy (Shadowsocks) | goes around firewalls | unregistered; default in Shadowsocks examples
8472/udp | vxlan-linux, otv, flannel | VXLAN on Linux's old default: Flannel, Cilium, k3s | clear text, no authentication | IANA's otv is a rare Cisco protocol with the same packet format
9001/tcp | tor-or | Tor between relays | | IANA's etlservicemgr is hardly ever met
9030/tcp | tor-dir | Tor directory | | unregistered; default of Tor
9050/tcp | tor-socks | Tor proxy on this machine | | IANA's versiera is one rare product
9993/udp | zerotier | ZeroTier virtual network | | IANA's palace-2 is hardly ever met
* 41641/udp | tailscale | Tailscale virtual network | | unregistered; documented default of Tailscale
* 51820/udp | wireguard | WireGuard VPN | | unregistered (dynamic range); WireGuard's documented example and everybody's default

# Routing and network devices
* 179/tcp | bgp | Routes between networks | | kept
* 520/udp | rip, router, route | Routes in small networks | no authentication in version 1 | IANA's router is the program's name; the protocol is RIP
521/udp | ripng | Routes in small IPv6 networks | | kept
* 646/tcp,udp | ldp | MPLS labels | | kept
1985/udp | hsrp | Cisco router redundancy | clear text password | kept
3784/udp | bfd-control, bfd | Fast detection of broken paths | | kept
4786/tcp | smart-install | Cisco switch installation | gives control without a password | kept
5246/udp | capwap-control | Wireless access points: control | | kept
5247/udp | capwap-data | Wireless access points: users' packets | | kept
5678/udp | mikrotik-discovery, mndp | MikroTik neighbours | leaks device names | IANA's rrac is hardly ever met; Wireshark says mndp
6633/tcp | openflow-old | OpenFlow before it had a port | | unregistered on TCP; former default of OpenFlow
6653/tcp | openflow | Control of switches (OpenFlow) | | kept
7547/tcp | cwmp, tr-069 | Providers manage home routers (TR-069) | not to strangers; worms look for it | kept
8728/tcp | mikrotik-api | MikroTik router management | clear text | unregistered; documented default of RouterOS
8729/tcp | mikrotik-api-tls | MikroTik router management over TLS | | unregistered; documented default of RouterOS
10001/udp | ubiquiti-discovery | Ubiquiti devices find each other | leaks device names; amplifies attacks | IANA's scp-config is hardly ever met
33434/udp | traceroute | First probe of traceroute, which counts up from here | | kept

# VoIP and media
* 554/tcp | rtsp | Video streams and cameras | often clear text, default passwords | kept
* 1720/tcp | h323, h323hostcall | Video conferences (H.323): call set-up | | IANA's h323hostcall is not said
1935/tcp | rtmp, macromedia-fcs | Live video uploads (RTMP) | clear text | IANA's macromedia-fcs is the first product; RTMP is the protocol
2000/tcp | cisco-sccp, skinny | Cisco phones (Skinny) | clear text | kept
* 3478/tcp,udp | stun, turn, stun-behavior | Calls through address translation (STUN and TURN) | | IANA lists stun, turn and stun-behavior; the source keeps stun-behavior only
3479-3481/udp | teams-media, turn | Calls of Microsoft Teams through its relays; PlayStation Network on 3479 | | IANA's names (twrpc, plethora, cleanerliverc) are not what uses them; Microsoft documents 3478 to 3481
4569/udp | iax, iax2 | Calls between Asterisk exchanges | clear text | kept
* 5004/udp | rtp, avt-profile-1 | Voice and video (RTP) | often clear text | IANA's avt-profile-1 is not said; RFC 3551 gives 5004 to RTP
* 5005/udp | rtcp, avt-profile-2 | Quality reports of RTP (RTCP) | often clear text | IANA's avt-profile-2 is not said; RFC 3551 gives 5005 to RTCP
* 5060/tcp,udp | sip | Call set-up (SIP) | clear text; a target of password guessing | kept
* 5061/tcp | sips, sip-tls | Call set-up (SIP) over TLS | | kept
5349/tcp,udp | stuns, turns, stun-behaviors | STUN and TURN over TLS or DTLS | | IANA lists stuns, turns and stun-behaviors; the source keeps stun-behaviors only
8554/tcp | rtsp-alt | Video streams and cameras, alternative port | often clear text | kept
8801-8803/udp | zoom | Zoom meetings: voice and video | | unregistered; Zoom documents 8801 to 8810, but 8805 is PFCP's and others have owners too
9987/udp | teamspeak | TeamSpeak voice | | IANA's dsm-scm-target is rarely meant
19302-19309/udp | stun-google, google-meet, stun | Google's STUN servers and Google Meet | | unregistered; Google documents 19302 to 19309 for Meet
32400/tcp | plex | Plex media server | | kept
37777/tcp | dahua | Dahua cameras and recorders | default passwords; worms look for it | unregistered; documented default of Dahua
57621/udp | spotify | Spotify finds players in the local network | | unregistered (dynamic range); default of Spotify's desktop program
64738/tcp,udp | mumble | Mumble voice | | unregistered (dynamic range); documented default of Mumble

# Home and discovery
1400/tcp | sonos | Sonos players | | IANA's cadkey-tablet is hardly ever met
* 1900/udp | ssdp, upnp | Devices announced on the local network (UPnP) | amplifies attacks when open to strangers | kept
3702/udp | ws-discovery, wsd | Printers, cameras and computers announced | amplifies attacks when open to strangers | kept
5351/udp | pcp, nat-pmp | Programs ask the router to open ports | | kept
5540/udp | matter | Smart home devices (Matter) | | kept
* 5683/udp | coap | Small devices (CoAP) | amplifies attacks when open to strangers | kept
5684/udp | coaps | Small devices (CoAP) over DTLS | | kept

# Industrial
* 102/tcp | iso-tsap, s7comm, mms | Siemens S7 controllers, IEC 61850 MMS | no authentication; never to the Internet | kept
104/tcp | acr-nema, dicom | Medical images (DICOM) | clear text | kept
* 502/tcp | modbus, mbap | Modbus: controllers and meters | no authentication; never to the Internet | IANA's mbap is the header's name
502/udp | modbus, mbap | Modbus over UDP | no authentication; never to the Internet | IANA's mbap is the header's name
1911/tcp | niagara-fox, fox | Niagara building automation | never to the Internet | IANA's mtp is hardly ever met; 1911 is Niagara's documented default
1962/tcp | pcworx | Phoenix Contact controllers | no authentication; never to the Internet | IANA's biap-mp is not said
2222/tcp | ssh-alt | SSH by custom, beside or instead of port 22 | a target of password guessing | IANA's EtherNet/IP-1 is met on UDP
2222/udp | ethernet-ip-io, EtherNet/IP-1 | EtherNet/IP: inputs and outputs | no authentication; never to the Internet | IANA's EtherNet/IP-1 does not say which half it is
* 2404/tcp | iec-104, iec-60870-5-104 | Power grid control | no authentication; never to the Internet | kept
2455/tcp | codesys, wago-io-system | CODESYS controllers | never to the Internet | IANA's wago-io-system is one maker of many
2575/tcp | hl7 | Medical records between systems (HL7) | clear text | kept
3671/udp | knx, knxnet-ip | KNX building automation | no authentication; never to the Internet | IANA's efcp is not said
* 4840/tcp | opc-ua, opcua-tcp | OPC UA: machines and control rooms | | IANA's opcua-tcp repeats the transport
9600/udp | omron-fins, fins | Omron controllers | no authentication; never to the Internet | IANA's micromuse-ncpw is hardly ever met; Wireshark says omron
18245/tcp | ge-srtp | GE controllers | no authentication; never to the Internet | unregistered; documented default of GE
* 20000/tcp,udp | dnp3, dnp | Power and water utilities (DNP3) | no authentication; never to the Internet | IANA's dnp lacks the 3 that everybody writes
* 44818/tcp,udp | ethernet-ip, EtherNet/IP-2, enip | EtherNet/IP: Rockwell and other controllers | no authentication; never to the Internet | IANA's EtherNet/IP-2 does not say which half it is
* 47808/udp | bacnet | Building automation | no authentication; never to the Internet | kept
48898/tcp | ads, ams, twincat | Beckhoff TwinCAT controllers | no authentication; never to the Internet | unregistered; Beckhoff's documented default; Wireshark says ams

# Games
* 3074/tcp,udp | xbox | Xbox network | | kept
19132/udp | minecraft-bedrock, raknet | Minecraft, Bedrock edition | | unregistered; default of the Bedrock server
* 25565/tcp | minecraft | Minecraft, Java edition | | unregistered; default of the Java server
27015/tcp,udp | steam, source-engine | Game servers (Source engine, Steam) | amplifies attacks | unregistered; Valve documents 27015
27036/udp | steam-remote-play | Steam finds computers in the local network | | unregistered; Valve documents 27036

# File exchange and crypto-currency
4662/tcp | edonkey, emule | eDonkey file exchange | | IANA's oms is hardly ever met; Wireshark says edonkey
4672/udp | edonkey, emule | eDonkey file exchange | | IANA's rfa is hardly ever met; Wireshark says edonkey
6346/tcp,udp | gnutella, gnutella-svc | Gnutella file exchange | | IANA's gnutella-svc only adds a word
* 6881-6889/tcp,udp | bittorrent | BitTorrent file exchange | | unregistered but for 6888 (muse); ports of the first client
6969/tcp,udp | bittorrent-tracker | Brings BitTorrent peers together | | IANA's acmsoda is hardly ever met; custom of trackers
8332/tcp | bitcoin-rpc | Control of a Bitcoin node | holds a wallet; only for this machine | unregistered; documented default of Bitcoin Core
* 8333/tcp | bitcoin | Bitcoin between nodes | | unregistered; documented default of Bitcoin Core
8545/tcp | ethereum-rpc | Control of an Ethereum node | may hold a wallet; only for this machine | unregistered; documented default of Ethereum nodes
9735/tcp | lightning | Bitcoin Lightning between nodes | | unregistered; named in the Lightning specification (BOLT 1)
30303/tcp,udp | ethereum | Ethereum between nodes | | unregistered; documented default of Ethereum nodes
51413/tcp,udp | bittorrent | BitTorrent file exchange (Transmission) | | unregistered (dynamic range); default of Transmission

# Development
5037/tcp | adb-server | Android Debug Bridge on the developer's machine | only for this machine | unregistered; default of adb
9229/tcp | node-inspector | Node.js debugger | runs any code; only for this machine | unregistered; documented default of Node.js

# Diagnosis
7/tcp,udp | echo | Sends back what it receives | should be off; amplifies attacks | kept
9/tcp,udp | discard, wol | Throws away what it receives; Wake-on-LAN packets are sent here | | kept
13/tcp,udp | daytime | Date and time as text | should be off | kept
19/tcp,udp | chargen | Sends characters without end | should be off; amplifies attacks | kept
37/tcp,udp | time | Seconds since 1900 | superseded by NTP | kept
43/tcp | whois, nicname | Who owns a domain or an address | clear text | IANA's nicname is the forerunner (RFC 812)
79/tcp | finger | Who is logged in | should be off | kept
`;
