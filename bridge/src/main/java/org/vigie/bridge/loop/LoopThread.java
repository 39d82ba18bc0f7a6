package org.vigie.bridge.loop;

import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigie.bridge.udp.UdpSocket;

/** Turns a {@link Loop} in real time: the one place that reads the clock and waits. */
final class LoopThread {
  private static final Logger LOG = LoggerFactory.getLogger(LoopThread.class);
  private static final long LONGEST_WAIT_NANOS = 1_000_000_000L;

  private final UdpSocket socket;
  private final Loop loop;
  private final Consumer<Throwable> died;
  private final Thread thread;
  private volatile boolean over;

  /**
   * A thread that has not started; it closes the socket when it ends.
   *
   * @param died told on this thread why it has ended if nobody stopped it
   */
  LoopThread(int number, UdpSocket socket, Loop loop, Consumer<Throwable> died) {
    this.socket = socket;
    this.loop = loop;
    this.died = died;
    this.thread = Thread.ofPlatform().name("vigie-loop-" + number).daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Asks for something; once the Loop has ended, statistics fail and the rest is ignored. */
  void offer(LoopCommand command) {
    if (!over) {
      loop.offer(command);
    }
    // The Loop may have ended in between; then this thread or that one finds the command.
    if (over) {
      Loop.refuse(command);
    }
  }

  /** Ends the wait for the next turn. */
  void wake() {
    if (!over) {
      loop.wake();
    }
  }

  private void run() {
    try (socket) {
      while (!loop.stopped()) {
        long now = System.nanoTime();
        long next = loop.turn(now);
        if (next > now && !loop.stopped()) {
          socket.rest(Math.min(next - System.nanoTime(), loop.restNanos()));
          socket.await(Math.min(next - System.nanoTime(), LONGEST_WAIT_NANOS));
        }
      }
    } catch (Throwable e) { // an Error too: nothing is relayed here any more
      died.accept(e); // first, because without memory the log may fail as well
      LOG.error("The media loop ended by a fault; restart the relay", e);
    } finally {
      over = true;
      loop.refuseWaiting();
    }
  }

  /** Says goodbye to every peer, then the thread ends. */
  void stop() {
    offer(new LoopCommand.Stop());
  }

  /** Waits so long at most until the thread has ended. */
  void join(long nanos) {
    try {
      thread.join(Duration.ofNanos(Math.max(1, nanos)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
