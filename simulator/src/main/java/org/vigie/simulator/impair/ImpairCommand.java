package org.vigie.simulator.impair;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.vigie.simulator.impair.Lines.Way;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vigie impair}: a bad line between clients and a relay. */
@Command(
    name = "impair",
    description = {
      "Puts a bad line before a UDP port. Clients send to --listen instead of --target, each is seen"
          + " there from a port of its own, and what passes is lost, delayed or damaged.",
      "",
      "Traits: loss, badEnter, badLeave, badLoss (Gilbert-Elliott), delayMs, jitterMs, reorder,"
          + " reorderMs, duplicate, corrupt, rateKbps, queueMs, queueBytes, blackout. Shares are of"
          + " 1.",
      "",
      "While it runs: curl -X PATCH -d '{\"down\": {\"loss\": 0.05}}' http://127.0.0.1:PORT/",
      "Addresses change: curl -X POST http://127.0.0.1:PORT/move"
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0: stopped", "2: wrong arguments", "3: a port is taken"})
public final class ImpairCommand implements Callable<Integer> {
  private static final int TAKEN = 3;

  @Option(
      names = "--target",
      required = true,
      paramLabel = "HOST:PORT",
      description = "Where packets go on, such as the relay's media port 127.0.0.1:10000")
  private String target = "";

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:0",
      description = "Where clients send to; port 0 for any (default: ${DEFAULT-VALUE})")
  private String listen = "";

  @Option(
      names = "--control",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "Port of the control on loopback; 0 for any")
  private int control;

  @Option(
      names = "--up",
      paramLabel = "TRAITS",
      description = "From clients to the target, such as loss=0.05,delayMs=50")
  private @Nullable String up;

  @Option(names = "--down", paramLabel = "TRAITS", description = "From the target to clients")
  private @Nullable String down;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The same seed gives the same packets the same fate")
  private long seed;

  @Option(
      names = "--exit-with-stdin",
      description = "Stop when standard input ends, as it does when the parent process dies")
  private boolean exitWithStdin;

  @Spec private @Nullable CommandSpec spec;

  private final CountDownLatch stopped = new CountDownLatch(1);

  @Override
  public Integer call() throws InterruptedException {
    Map<Way, Traits> traits = Map.of(Way.UP, traits("--up", up), Way.DOWN, traits("--down", down));
    InetSocketAddress from = address("--listen", listen);
    InetSocketAddress to = address("--target", target);
    try (Lines lines = new Lines(seed);
        UdpWire wire = new UdpWire(lines, from, to);
        Control controlled = new Control(lines, wire::move, control)) {
      lines.change(traits);
      say("impair: %s to %s".formatted(text(wire.address()), text(to)));
      say("impair: control at http://127.0.0.1:%d/".formatted(controlled.port()));
      waitForTheEnd();
      return 0;
    } catch (IOException e) {
      complain("impair: " + e.getMessage() + "; choose another port or address");
      return TAKEN;
    }
  }

  private void waitForTheEnd() throws InterruptedException {
    if (exitWithStdin) {
      Thread.ofPlatform().daemon().name("stdin").start(this::stopWithStdin);
    }
    stopped.await();
  }

  private void stopWithStdin() {
    try (InputStream in = System.in) {
      while (in.read() >= 0) {
        // What it says does not matter, only that it ends.
      }
    } catch (IOException _) {
      // It has ended.
    }
    stopped.countDown();
  }

  private Traits traits(String option, @Nullable String text) {
    try {
      return text == null ? Traits.UNIMPAIRED : Traits.UNIMPAIRED.with(text);
    } catch (BadTraitException e) {
      throw wrong(option, e.getMessage());
    }
  }

  private InetSocketAddress address(String option, String text) {
    int colon = text.lastIndexOf(':');
    try {
      String host = text.substring(0, Math.max(0, colon)).replaceAll("[\\[\\]]", "");
      return new InetSocketAddress(
          InetAddress.getByName(host), Integer.parseInt(text.substring(colon + 1)));
    } catch (UnknownHostException | IllegalArgumentException _) {
      throw wrong(option, "an address and a port, such as 127.0.0.1:10000, not '" + text + "'");
    }
  }

  private static String text(InetSocketAddress address) {
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }

  private ParameterException wrong(String option, @Nullable String detail) {
    return new ParameterException(spec().commandLine(), option + ": " + detail);
  }

  private void say(String line) {
    PrintWriter out = spec().commandLine().getOut();
    out.println(line);
    out.flush();
  }

  private void complain(String line) {
    PrintWriter err = spec().commandLine().getErr();
    err.println(line);
    err.flush();
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets it");
    }
    return spec;
  }
}
