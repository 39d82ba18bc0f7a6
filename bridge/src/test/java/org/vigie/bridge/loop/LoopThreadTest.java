package org.vigie.bridge.loop;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.BridgeConfig;
import org.vigie.bridge.api.BridgeEvent;
import org.vigie.bridge.api.BridgeStats;
import org.vigie.bridge.api.EndReason;
import org.vigie.bridge.dtls.DtlsCertificate;
import org.vigie.bridge.relay.HistoryMemory;
import org.vigie.bridge.udp.DatagramChannelSocket;

class LoopThreadTest {
  @Test
  void whoeverAsksForStatisticsIsAnsweredEvenIfTheLoopEndsMeanwhile() throws Exception {
    for (int round = 0; round < 5; round++) {
      Loops loop = start();
      List<CompletableFuture<BridgeStats>> asked = new ArrayList<>();
      Thread asking = Thread.ofPlatform().start(() -> askOften(loop, asked));
      loop.close();
      assertTrue(asking.join(Duration.ofSeconds(10)));
      for (CompletableFuture<BridgeStats> each : asked) {
        assertEquals("told", each.handle((answer, refusal) -> "told").get(5, SECONDS));
      }
    }
  }

  @Test
  void afterItsEndStatisticsAreRefused() throws Exception {
    Loops loop = start();
    loop.close();
    CompletableFuture<BridgeStats> asked = new CompletableFuture<>();
    loop.offer(0, new LoopCommand.TakeStats(true, asked));
    assertThrows(ExecutionException.class, () -> asked.get(5, SECONDS));
  }

  @Test
  void aLoopThatAnErrorEndsSaysSoAndAnswersNothing() throws Exception {
    try (Loops loop =
        start(event -> {
          throw new StackOverflowError("a fault of ours");
        })) {
      assertFalse(loop.fault().toCompletableFuture().isDone());
      VirtualPeer viewer = new VirtualPeer();
      loop.offer(0, viewer.openViewer());
      loop.offer(0, new LoopCommand.End(viewer.id, EndReason.DELETED));
      assertInstanceOf(
          StackOverflowError.class, loop.fault().toCompletableFuture().get(5, SECONDS));
      CompletableFuture<BridgeStats> asked = new CompletableFuture<>();
      loop.offer(0, new LoopCommand.TakeStats(true, asked));
      assertThrows(ExecutionException.class, () -> asked.get(5, SECONDS));
    }
  }

  @Test
  void aLoopThatIsStoppedHasNoFault() throws Exception {
    Loops loop = start();
    loop.close();
    assertFalse(loop.fault().toCompletableFuture().isDone());
  }

  private static void askOften(Loops loop, List<CompletableFuture<BridgeStats>> asked) {
    for (int i = 0; i < 500; i++) {
      CompletableFuture<BridgeStats> each = new CompletableFuture<>();
      asked.add(each);
      loop.offer(0, new LoopCommand.TakeStats(true, each));
    }
  }

  private static Loops start() throws Exception {
    return start(event -> {});
  }

  private static Loops start(Consumer<BridgeEvent> events) throws Exception {
    DatagramChannelSocket socket =
        DatagramChannelSocket.bind(List.of(InetAddress.getLoopbackAddress()), 0);
    return Loops.start(
        List.of(new MediaPort(socket, socket.localAddresses())),
        DtlsCertificate.generate(),
        BridgeConfig.defaults(),
        new HistoryMemory(1, 100),
        events);
  }
}
