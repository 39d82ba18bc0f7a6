package org.vigie.bridge.udp;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A network of its own for one thread, which vanishes with the thread and the sockets opened in it.
 * Needs root, and aborts the test without.
 */
final class NetworkNamespace {
  private static final int CLONE_NEWNET = 0x4000_0000;

  private NetworkNamespace() {}

  /** Runs this on a thread in a fresh namespace, in which not even loopback is up. */
  static void run(Callable<?> code) throws Exception {
    FutureTask<Boolean> entered = new FutureTask<>(NetworkNamespace::enter);
    FutureTask<?> run = new FutureTask<>(code);
    Thread thread =
        Thread.ofPlatform()
            .start(() -> {
              entered.run();
              run.run();
            });
    assumeTrue(entered.get(), "only root may make a network namespace");
    try {
      run.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof Exception fault ? fault : e;
    }
    thread.join();
  }

  /** Runs {@code ip} with these arguments in the namespace of the calling thread. */
  static void ip(String arguments) throws InterruptedException {
    command("ip " + arguments);
  }

  /** Runs a command in the namespace of the calling thread; aborts the test where it fails. */
  static void command(String command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command.split(" ", -1)).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), UTF_8);
      assumeTrue(process.waitFor() == 0, () -> command + ": " + said);
    } catch (IOException e) {
      assumeTrue(false, "this machine has no such command: " + e.getMessage());
    }
  }

  @SuppressWarnings("restricted")
  private static boolean enter() throws Exception {
    Linker linker = Linker.nativeLinker();
    var unshare =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("unshare"),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    try {
      return (int) unshare.invokeExact(CLONE_NEWNET) == 0;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
