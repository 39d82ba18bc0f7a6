package org.vigie.bridge.udp;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Finds out once whether this kernel takes apart what it is given as one (UDP GSO), by sending
 * itself something: some systems that stand in for Linux take the option and do not act on it.
 */
final class SegmentationProbe {
  private static final List<InetAddress> LOOPBACK = List.of(InetAddress.ofLiteral("127.0.0.1"));
  private static final int SEGMENT_BYTES = 1_200;
  private static final int LAST_BYTES = 7;
  private static final int SEGMENTS = 3;
  private static final long WAIT_NANOS = 50_000_000L;
  private static final int WAITS = 4;

  private static final boolean WORKS = works();

  private final LinuxCalls calls = new LinuxCalls();
  private final CountedDatagrams counted = new CountedDatagrams();
  private final ReceiveBatch batch = new ReceiveBatch(2 * SEGMENTS);

  private SegmentationProbe() {}

  /** Whether it does; asked of the kernel when this class is loaded. */
  static boolean succeeded() {
    return WORKS;
  }

  private static boolean works() {
    try {
      return new SegmentationProbe().run();
    } catch (IOException _) {
      return false;
    }
  }

  private boolean run() throws IOException {
    AddressFormat format = AddressFormat.IPV4;
    try (LinuxPort port =
        LinuxPort.open(
            calls, format, List.of(), 0, UdpOptions.defaults().withBufferBytes(65_536))) {
      return port.takesSegmentSize(SEGMENT_BYTES) && arrivesInSegments(port, format);
    }
  }

  private boolean arrivesInSegments(LinuxPort port, AddressFormat format) throws IOException {
    LocalTable locals = new LocalTable(LOOPBACK);
    Burst[] burst = {burst(new InetSocketAddress(LOOPBACK.getFirst(), port.number()))};
    new BurstSender(calls, format, locals, counted, true).send(port.descriptor(), burst, 1);
    UdpCounters sent = counted.snapshot(0);
    if (sent.sendUnreachable() > 0) {
      return true; // no loopback here to ask, as in a fresh network namespace
    }
    return sent.segmented() == SEGMENTS && awaitSegments(port, format, locals);
  }

  private static Burst burst(InetSocketAddress to) {
    Burst burst = new Burst(Arena.ofAuto().allocate(Burst.CAPACITY));
    burst.open(new Path(0, to));
    byte[] bytes = new byte[SEGMENT_BYTES];
    for (int i = 1; i < SEGMENTS; i++) {
      burst.append(bytes, 0, SEGMENT_BYTES);
    }
    burst.append(bytes, 0, LAST_BYTES);
    return burst;
  }

  private boolean awaitSegments(LinuxPort port, AddressFormat format, LocalTable locals) {
    IncomingMessages incoming = new IncomingMessages(format, locals, false);
    Readiness readiness = new Readiness(calls, port.descriptor());
    long bytes = 0;
    int datagrams = 0;
    for (int i = 0; i < WAITS && datagrams < SEGMENTS; i++) {
      readiness.await(WAIT_NANOS);
      batch.clear();
      incoming.receive(calls, port.descriptor(), batch, counted);
      for (int slot = 0; slot < batch.size(); slot++) {
        bytes += batch.length(slot);
        datagrams++;
      }
    }
    return datagrams == SEGMENTS && bytes == (SEGMENTS - 1) * SEGMENT_BYTES + LAST_BYTES;
  }
}
