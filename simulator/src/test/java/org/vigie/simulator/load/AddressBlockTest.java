package org.vigie.simulator.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class AddressBlockTest {
  @Test
  void addressesBeginBehindTheNetworksOwn() {
    List<InetAddress> addresses = AddressBlock.parse("10.9.0.0/16").addresses(255);
    assertEquals(InetAddress.ofLiteral("10.9.0.1"), addresses.getFirst());
    assertEquals(InetAddress.ofLiteral("10.9.1.1"), addresses.getLast());
  }

  @Test
  void anAddressWithinTheBlockNamesItToo() {
    assertEquals("10.9.0.0/16", AddressBlock.parse("10.9.3.4/16").toString());
  }

  @Test
  void aBlockTooSmallSaysHowManySessionsItHolds() {
    AddressBlock block = AddressBlock.parse("10.9.0.0/24");
    assertEquals(254, block.addresses(254).size());
    var refusal = assertThrows(IllegalArgumentException.class, () -> block.addresses(255));
    assertTrue(String.valueOf(refusal.getMessage()).contains("254 sessions, not 255"));
  }

  @Test
  void whatIsNoBlockIsRefused() {
    for (String text : List.of("", "10.9.0.0", "10.9.0.0/x", "10.9.0.0/25", "host/16", "::1/64")) {
      assertThrows(IllegalArgumentException.class, () -> AddressBlock.parse(text), text);
    }
  }

  @Test
  void loopbackHasAddressesForTheMostThatIsAskedFor() {
    assertTrue(AddressBlock.LOOPBACK.size() > 1_000_000);
    assertTrue(AddressBlock.LOOPBACK.addresses(1).getFirst().isLoopbackAddress());
  }
}
