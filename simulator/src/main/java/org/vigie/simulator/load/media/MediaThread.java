package org.vigie.simulator.load.media;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.vigie.bridge.rtp.PacketKind;
import org.vigie.bridge.udp.ReceiveBatch;
import org.vigie.bridge.udp.UdpCounters;
import org.vigie.bridge.udp.UdpSocket;

/**
 * The one thread that sends for all cameras and receives for all viewers, over one socket with a
 * local address for each session: the address tells whose a datagram is.
 */
public final class MediaThread implements AutoCloseable {
  private static final long TICK_NANOS = 10_000_000;
  private static final int BATCH = 256;

  private final UdpSocket socket;
  private final Outbox outbox;
  private final List<MediaPort> ports = new ArrayList<>();
  private final List<LoadCamera> cameras = new ArrayList<>();
  private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean awake = new AtomicBoolean();
  private final ReceiveBatch batch = new ReceiveBatch(BATCH);
  private final Measurements counts = new Measurements();
  private final Thread thread;
  private volatile boolean closed;
  private long tickAt;
  private long ticks;
  private long lookedAt;
  private long behindSince;
  private boolean more;
  private boolean busy;

  /** Takes over the socket. */
  public MediaThread(UdpSocket socket) {
    this.socket = socket;
    this.outbox = new Outbox(socket);
    for (int i = 0; i < socket.localAddresses().size(); i++) {
      ports.add(new MediaPort(i, socket.localAddresses().get(i), this));
    }
    this.thread = Thread.ofPlatform().name("load-media").unstarted(this::loop);
  }

  /** Starts to run. */
  public MediaThread start() {
    thread.start();
    return this;
  }

  /** The session at one of the socket's addresses. */
  public MediaPort port(int localIndex) {
    return ports.get(localIndex);
  }

  /** Does something on this thread, soon. */
  public void run(Runnable command) {
    commands.add(command);
    if (awake.compareAndSet(false, true)) {
      socket.wakeup();
    }
  }

  /** Asks something on this thread, and waits for the answer. */
  public <T> T ask(Supplier<T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    run(() -> {
      try {
        answer.complete(question.get());
      } catch (RuntimeException e) {
        answer.completeExceptionally(e);
      }
    });
    return answer.join();
  }

  Outbox outbox() {
    return outbox;
  }

  Measurements counts() {
    return counts;
  }

  List<MediaPort> ports() {
    return ports;
  }

  List<LoadCamera> cameras() {
    return cameras;
  }

  UdpCounters datagrams() {
    return socket.counters();
  }

  void add(LoadCamera camera) {
    cameras.add(camera);
  }

  private void loop() {
    tickAt = System.nanoTime();
    lookedAt = tickAt;
    while (!closed) {
      turn();
    }
    socket.close();
  }

  private void turn() {
    runCommands();
    long nextAt = sendDue();
    long now = System.nanoTime();
    if (now - tickAt >= 0) {
      tick(now);
    }
    outbox.flush();
    if (!more) {
      noteGap();
      socket.await(Math.min(nextAt, tickAt) - System.nanoTime());
    }
    receive();
  }

  private void runCommands() {
    awake.set(false);
    for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
      command.run();
    }
  }

  /** Sends what cameras have due; returns when the next packet is. */
  private long sendDue() {
    long nextAt = Long.MAX_VALUE;
    for (int i = 0; i < cameras.size(); i++) {
      LoadCamera camera = cameras.get(i);
      long now = System.nanoTime();
      while (camera.dueAt() - now <= 0) {
        camera.send(now);
        now = System.nanoTime();
      }
      nextAt = Math.min(nextAt, camera.dueAt());
    }
    outbox.flush();
    return nextAt;
  }

  private void tick(long now) {
    for (int i = 0; i < ports.size(); i++) {
      ports.get(i).tick(ticks, now);
    }
    ticks++;
    tickAt = Math.max(tickAt + TICK_NANOS, now - TICK_NANOS);
  }

  private void receive() {
    if (more) {
      noteGap();
    }
    int received = socket.receive(batch);
    long now = System.nanoTime();
    lookedAt = now;
    noteBacklog(received == batch.capacity(), now);
    busy = received > 0;
    for (int i = 0; i < received; i++) {
      dispatch(i, now);
    }
    counts.datagrams += counts.recording ? received : 0;
  }

  /** As long as looks find all they can hold, more waits: this thread is behind. */
  private void noteBacklog(boolean full, long now) {
    if (full && !more) {
      behindSince = now;
    }
    if (full && counts.recording) {
      counts.longestBacklog = Math.max(counts.longestBacklog, now - behindSince);
    }
    more = full;
  }

  /** How long nobody looked at the socket. */
  private void noteGap() {
    if (counts.recording && busy) {
      counts.turnGap.record(System.nanoTime() - lookedAt);
    }
    busy = false;
  }

  private void dispatch(int i, long now) {
    MediaPort port = ports.get(batch.localIndex(i));
    byte[] array = batch.array(i);
    int offset = batch.offset(i);
    int length = batch.length(i);
    switch (PacketKind.of(array, offset, length)) {
      case RTP -> port.endpoint().rtp(array, offset, length, now);
      case RTCP -> port.endpoint().rtcp(array, offset, length, now);
      case STUN -> port.stun(array, offset, length, batch.remote(i), now);
      case DTLS -> port.dtls(array, offset, length);
      case OTHER -> counts.strange++;
    }
  }

  /** CPU that the thread has taken, ns; asked by itself. */
  long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** Ends the thread, and the socket with it. */
  @Override
  public void close() {
    run(() -> closed = true);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
