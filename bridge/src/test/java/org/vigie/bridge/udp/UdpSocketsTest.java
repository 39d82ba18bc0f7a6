package org.vigie.bridge.udp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vigie.bridge.api.SocketChoice;

class UdpSocketsTest {
  private static final List<InetAddress> LOOPBACK = List.of(InetAddress.ofLiteral("127.0.0.1"));

  @Test
  void autoTakesTheLinuxSocketWhereItWorks() throws IOException {
    try (UdpSocket socket = open(SocketChoice.AUTO)) {
      assertEquals(UdpSockets.isLinuxLinked(), socket instanceof LinuxUdpSocket);
    }
  }

  @Test
  void theJdkSocketCanBeForced() throws IOException {
    try (UdpSocket socket = open(SocketChoice.JDK)) {
      assertEquals(DatagramChannelSocket.class, socket.getClass());
      assertFalse(socket.facts().segmentationOffload());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 4_095, (1 << 30) + 1})
  void absurdBuffersAreRefused(int bytes) {
    UdpOptions options = UdpOptions.defaults();
    assertThrows(IllegalArgumentException.class, () -> options.withBufferBytes(bytes));
  }

  private static UdpSocket open(SocketChoice choice) throws IOException {
    return UdpSockets.open(choice, LOOPBACK, 0, UdpOptions.defaults());
  }
}
