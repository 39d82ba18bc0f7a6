package org.vigie.bridge.loop;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.vigie.bridge.api.BridgeConfig;
import org.vigie.bridge.api.BridgeEvent;
import org.vigie.bridge.dtls.DtlsCertificate;
import org.vigie.bridge.feedback.NtpClock;
import org.vigie.bridge.relay.HistoryMemory;
import org.vigie.bridge.relay.Neighbours;
import org.vigie.bridge.relay.Relay;
import org.vigie.bridge.relay.RelayCommand;

/**
 * The Loops of a bridge, each on a thread of its own. They count from 0 and share nothing but
 * commands and the rings between their Relays.
 */
public final class Loops implements AutoCloseable {
  private static final long STOP_NANOS = 3_000_000_000L;

  private final List<LoopThread> threads = new ArrayList<>();
  private final CompletableFuture<Throwable> fault = new CompletableFuture<>();

  private Loops(
      List<MediaPort> ports,
      DtlsCertificate certificate,
      BridgeConfig config,
      HistoryMemory memory,
      Consumer<BridgeEvent> events) {
    long now = System.nanoTime();
    NtpClock clock = wallClock(now);
    for (int i = 0; i < ports.size(); i++) {
      MediaPort port = ports.get(i);
      Relay relay = new Relay(config, memory, clock, now + i, new Others(i, ports.size()));
      Loop loop =
          new Loop(
              port.socket(), port.announced(), new DtlsHandshakes(certificate), relay, events, now);
      threads.add(new LoopThread(i, port.socket(), loop, fault::complete));
    }
  }

  /** Starts a Loop for each port; its thread closes the socket when it ends. */
  public static Loops start(
      List<MediaPort> ports,
      DtlsCertificate certificate,
      BridgeConfig config,
      HistoryMemory memory,
      Consumer<BridgeEvent> events) {
    Loops loops = new Loops(ports, certificate, config, memory, events);
    loops.threads.forEach(LoopThread::start);
    return loops;
  }

  private static NtpClock wallClock(long nowNanos) {
    Instant wall = Instant.now();
    return new NtpClock(wall.getEpochSecond() * 1_000_000_000L + wall.getNano() - nowNanos);
  }

  /**
   * Completes with the cause, on the Loop's thread, if one of them ends though nobody stopped it.
   */
  public CompletionStage<Throwable> fault() {
    return fault.minimalCompletionStage();
  }

  /** How many there are. */
  public int count() {
    return threads.size();
  }

  /** Asks a Loop for something; once it has ended, statistics fail and the rest is ignored. */
  public void offer(int loop, LoopCommand command) {
    threads.get(loop).offer(command);
  }

  /** Says goodbye to every peer and waits until the threads have ended, three seconds at most. */
  @Override
  public void close() {
    long deadline = System.nanoTime() + STOP_NANOS;
    threads.forEach(LoopThread::stop);
    threads.forEach(thread -> thread.join(deadline - System.nanoTime()));
  }

  private final class Others implements Neighbours {
    private final int own;
    private final int count;

    Others(int own, int count) {
      this.own = own;
      this.count = count;
    }

    @Override
    public int own() {
      return own;
    }

    @Override
    public int count() {
      return count;
    }

    @Override
    public void offer(int loop, RelayCommand command) {
      Loops.this.offer(loop, new LoopCommand.Relayed(command));
    }

    @Override
    public void wake(int loop) {
      threads.get(loop).wake();
    }
  }
}
