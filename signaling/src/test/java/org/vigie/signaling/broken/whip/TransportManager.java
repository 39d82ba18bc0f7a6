package org.vigie.signaling.broken.whip;

import org.vigie.bridge.udp.UdpSocket;

record TransportManager(UdpSocket socket) {}
