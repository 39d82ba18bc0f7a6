package org.vigie.bridge;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigie.bridge.api.BridgeConfig;
import org.vigie.bridge.loop.MediaPort;
import org.vigie.bridge.udp.Addresses;
import org.vigie.bridge.udp.UdpFacts;
import org.vigie.bridge.udp.UdpOptions;
import org.vigie.bridge.udp.UdpSocket;
import org.vigie.bridge.udp.UdpSockets;

/** The UDP ports of all Loops. */
final class MediaPorts {
  private static final Logger LOG = LoggerFactory.getLogger(MediaPorts.class);

  private MediaPorts() {}

  /**
   * Binds a port for each Loop on every announced address.
   *
   * @throws IOException if a port is taken, and then holds none; the message names it
   */
  static List<MediaPort> open(BridgeConfig config) throws IOException {
    List<InetAddress> addresses = Addresses.toBind(config.announce());
    List<MediaPort> ports = new ArrayList<>();
    boolean opened = false;
    try {
      for (int loop = 0; loop < config.loops(); loop++) {
        int port = config.port() == 0 ? 0 : config.port() + loop;
        UdpSocket socket = UdpSockets.open(config.socket(), addresses, port, options(config));
        report(socket);
        ports.add(new MediaPort(socket, announced(config, socket)));
      }
      opened = true;
    } finally {
      if (!opened) {
        close(ports);
      }
    }
    return ports;
  }

  private static UdpOptions options(BridgeConfig config) {
    return UdpOptions.defaults().withSegmentationOffload(config.segmentationOffload());
  }

  private static void report(UdpSocket socket) {
    UdpFacts facts = socket.facts();
    LOG.info(
        "UDP port {} by {}, segmentation offload {}, receive buffer {} KiB, send buffer {} KiB",
        socket.localAddresses().getFirst().getPort(),
        facts.kind(),
        facts.segmentationOffload() ? "on" : "off",
        facts.receiveBufferBytes() / 1024,
        facts.sendBufferBytes() / 1024);
  }

  static void close(List<MediaPort> ports) {
    ports.forEach(port -> port.socket().close());
  }

  private static List<InetSocketAddress> announced(BridgeConfig config, UdpSocket socket) {
    List<InetSocketAddress> bound = socket.localAddresses();
    if (config.announce().isEmpty()) {
      return bound;
    }
    int port = bound.getFirst().getPort();
    return config.announce().stream().map(address -> new InetSocketAddress(address, port)).toList();
  }

  /** All that peers may be told. */
  static List<InetSocketAddress> announced(List<MediaPort> ports) {
    return ports.stream().flatMap(port -> port.announced().stream()).toList();
  }

  /** What the system did not grant, and what peers are told and others must pass on. */
  static List<String> warnings(List<MediaPort> ports) {
    List<String> warnings = new ArrayList<>();
    ports.stream()
        .map(port -> port.socket().facts())
        .filter(UdpFacts::isShortOfBuffer)
        .findFirst()
        .ifPresent(facts -> warnings.add(shortOfBuffer(facts)));
    for (MediaPort port : ports) {
      for (InetSocketAddress address : port.announced()) {
        if (!port.socket().localAddresses().contains(address)) {
          warnings.add(
              address.getAddress().getHostAddress()
                  + " is announced and is not this machine's: whatever has it must pass UDP port "
                  + address.getPort()
                  + " on to here.");
        }
      }
    }
    return warnings;
  }

  private static String shortOfBuffer(UdpFacts facts) {
    int wanted = facts.wantedBufferBytes();
    return "The system grants "
        + Math.min(facts.receiveBufferBytes(), facts.sendBufferBytes()) / 1024
        + " KiB of the "
        + wanted / 1024
        + " KiB wanted for UDP buffers, so that packets are lost in bursts; as root: sysctl -w"
        + (" net.core.rmem_max=" + wanted + " net.core.wmem_max=" + wanted);
  }
}
