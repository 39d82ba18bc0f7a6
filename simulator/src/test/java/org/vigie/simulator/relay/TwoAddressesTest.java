package org.vigie.simulator.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A relay with two addresses of one subnet on one interface, where a socket bound to all of them
 * would answer from the wrong one. Peers and relay are programs in network namespaces of their own,
 * so this needs root and {@code ip}.
 */
@Timeout(240)
class TwoAddressesTest {
  private static final String PID = String.valueOf(ProcessHandle.current().pid());
  private static final String NEAR = "vigie-near-" + PID;
  private static final String FAR = "vigie-far-" + PID;
  private static final List<String> ADDRESSES = List.of("10.77.0.1", "10.77.0.2");

  @TempDir Path folder;

  @BeforeEach
  void connectTwoNamespaces() throws Exception {
    String refused = run("ip netns add " + NEAR);
    assumeTrue(refused.isEmpty(), "no network namespaces here, as root and ip make: " + refused);
    must("ip netns add " + FAR);
    must("ip -n " + NEAR + " link add cable type veth peer name cable netns " + FAR);
    for (String address : ADDRESSES) {
      must("ip -n " + NEAR + " addr add " + address + "/24 dev cable");
    }
    must("ip -n " + FAR + " addr add 10.77.0.9/24 dev cable");
    for (String namespace : List.of(NEAR, FAR)) {
      must("ip -n " + namespace + " link set lo up");
      must("ip -n " + namespace + " link set cable up");
    }
  }

  @AfterEach
  void removeThem() throws Exception {
    run("ip netns del " + NEAR);
    run("ip netns del " + FAR);
  }

  @Test
  void bothCandidatesConnectAndCarryMediaWithinOneHost() throws Exception {
    assertPicturesByEveryAddress(NEAR, ADDRESSES.getLast());
  }

  @Test
  void bothCandidatesConnectAndCarryMediaOverALink() throws Exception {
    assertPicturesByEveryAddress(FAR, "10.77.0.9");
  }

  private void assertPicturesByEveryAddress(String namespace, String from) throws Exception {
    Process relay = start(NEAR, NamespacedRelay.class, List.of(folder.toString()));
    try (BufferedReader said = relay.inputReader()) {
      String originAndToken = said.readLine();
      assertNotNull(originAndToken, "the relay did not start");
      List<String> arguments = new ArrayList<>(List.of(from));
      arguments.addAll(List.of(originAndToken.split(" ", -1)));
      Process peers = start(namespace, NamespacedPeers.class, arguments);
      String outcome = new String(peers.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, peers.waitFor(), outcome);
      assertEquals(ADDRESSES.size() * (long) ADDRESSES.size(), outcome.lines().count(), outcome);
      System.out.print(outcome);
    } finally {
      relay.getOutputStream().close(); // its end
      assertTrue(relay.waitFor(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }
  }

  /** Runs a program of this class path, with the addresses as its last arguments. */
  private static Process start(String namespace, Class<?> program, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-cp", classPath(), program.getName()));
    command.addAll(arguments);
    command.addAll(ADDRESSES);
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** Surefire keeps the class path of the tests to itself. */
  private static String classPath() {
    return System.getProperty(
        "surefire.test.class.path", System.getProperty("java.class.path", ""));
  }

  private static void must(String command) throws Exception {
    assertEquals("", run(command), command);
  }

  /** Runs a command; what it says against it, empty if nothing. */
  private static String run(String command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command.split(" ", -1)).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? "" : command + ": " + said;
    } catch (IOException e) {
      return command + ": " + e.getMessage();
    }
  }
}
