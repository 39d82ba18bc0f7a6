package org.vigie.simulator.load.media;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.vigie.bridge.rtp.PacketKind;
import org.vigie.bridge.udp.Path;
import org.vigie.bridge.udp.ReceiveBatch;
import org.vigie.bridge.udp.UdpSocket;

/** Sends what comes from a camera to its viewers as it is, on a thread and socket of its own. */
public final class Reflector implements AutoCloseable {
  private static final Path[] NOBODY = {};

  private final UdpSocket socket;
  private final Outbox outbox;
  private final ReceiveBatch batch = new ReceiveBatch();
  private final Map<InetSocketAddress, Path[]> viewers = new HashMap<>();
  private final Thread thread;
  private volatile boolean closed;

  /** Takes over the socket. */
  public Reflector(UdpSocket socket) {
    this.socket = socket;
    this.outbox = new Outbox(socket);
    this.thread = Thread.ofPlatform().name("load-reflector").unstarted(this::loop);
  }

  /** Where cameras send to. */
  public InetSocketAddress address() {
    return socket.localAddresses().getFirst();
  }

  /** A camera and who watches it; before {@link #start}. */
  public void add(InetSocketAddress camera, List<InetSocketAddress> watching) {
    viewers.put(camera, watching.stream().map(viewer -> new Path(0, viewer)).toArray(Path[]::new));
  }

  /** Starts to reflect. */
  public void start() {
    thread.start();
  }

  private void loop() {
    while (!closed) {
      socket.await(TimeUnit.SECONDS.toNanos(1));
      int received = socket.receive(batch);
      for (int i = 0; i < received; i++) {
        reflect(i);
      }
      outbox.flush();
    }
    socket.close();
  }

  private void reflect(int i) {
    byte[] array = batch.array(i);
    int offset = batch.offset(i);
    int length = batch.length(i);
    if (PacketKind.of(array, offset, length) == PacketKind.RTP) {
      for (Path viewer : viewers.getOrDefault(batch.remote(i), NOBODY)) {
        outbox.add(viewer, array, offset, length);
      }
    }
  }

  /** Ends the thread, and the socket with it. */
  @Override
  public void close() {
    closed = true;
    socket.wakeup();
  }
}
