package org.vigie.bridge.loop;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigie.bridge.api.BridgeConfig;
import org.vigie.bridge.api.BridgeEvent;
import org.vigie.bridge.dtls.DtlsCertificate;
import org.vigie.bridge.feedback.NtpClock;
import org.vigie.bridge.relay.Relay;
import org.vigie.bridge.udp.UdpSocket;

/** Turns a {@link Loop} in real time: the one place that reads the clock and waits. */
public final class LoopThread implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LoopThread.class);
  private static final long LONGEST_WAIT_NANOS = 1_000_000_000L;
  private static final long STOP_MILLIS = 3_000;

  private final UdpSocket socket;
  private final Loop loop;
  private final Thread thread;
  private volatile boolean over;

  private LoopThread(UdpSocket socket, Loop loop) {
    this.socket = socket;
    this.loop = loop;
    this.thread = Thread.ofPlatform().name("vigie-loop-0").daemon().unstarted(this::run);
  }

  /** Starts a Loop on a thread of its own, which closes the socket when it ends. */
  public static LoopThread start(
      UdpSocket socket,
      List<InetSocketAddress> announced,
      DtlsCertificate certificate,
      BridgeConfig config,
      Consumer<BridgeEvent> events) {
    long now = System.nanoTime();
    Loop loop =
        new Loop(
            socket,
            announced,
            new DtlsHandshakes(certificate),
            new Relay(config, wallClock(now), now),
            events,
            now);
    LoopThread running = new LoopThread(socket, loop);
    running.thread.start();
    return running;
  }

  private static NtpClock wallClock(long nowNanos) {
    Instant wall = Instant.now();
    return new NtpClock(wall.getEpochSecond() * 1_000_000_000L + wall.getNano() - nowNanos);
  }

  /** Asks for something; once the Loop has ended, statistics fail and the rest is ignored. */
  public void offer(LoopCommand command) {
    if (!over) {
      loop.offer(command);
    }
    // The Loop may have ended in between; then this thread or that one finds the command.
    if (over) {
      Loop.refuse(command);
    }
  }

  private void run() {
    try (socket) {
      while (!loop.stopped()) {
        long now = System.nanoTime();
        long next = loop.turn(now);
        if (next > now && !loop.stopped()) {
          socket.await(Math.min(next - System.nanoTime(), LONGEST_WAIT_NANOS));
        }
      }
    } catch (RuntimeException e) {
      LOG.error("The media loop ended by a fault; restart the relay", e);
    } finally {
      over = true;
      loop.refuseWaiting();
    }
  }

  /** Says goodbye to every peer and waits until the thread has ended. */
  @Override
  public void close() {
    loop.offer(new LoopCommand.Stop());
    try {
      thread.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
