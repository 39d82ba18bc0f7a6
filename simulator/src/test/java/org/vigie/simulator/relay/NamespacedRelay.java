package org.vigie.simulator.relay;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * The relay of {@link TwoAddressesTest}, a program for a network namespace: prints origin and
 * operator's token, and runs until its input ends.
 */
final class NamespacedRelay {
  private NamespacedRelay() {}

  /** Takes the data folder, then the addresses to announce; HTTP is at the first of them. */
  public static void main(String[] arguments) throws Exception {
    List<String> addresses = List.of(arguments).subList(1, arguments.length);
    String announce = "vigie.media.announce=" + String.join(",", addresses);
    Path dataDir = Path.of(arguments[0]);
    try (HostedRelay relay =
        HostedRelay.startAt(addresses.getFirst(), dataDir, List.of(announce))) {
      relay.vigie().enrolCamera("cam-1", "Camera");
      System.out.println(relay.at("") + " " + relay.vigie().operatorToken());
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }
}
