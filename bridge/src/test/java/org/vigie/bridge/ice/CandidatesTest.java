package org.vigie.bridge.ice;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.Candidate;

class CandidatesTest {
  @Test
  void theFirstAddressIsPreferredAndFoundationsDiffer() {
    InetSocketAddress first = new InetSocketAddress("192.0.2.1", 10_000);
    InetSocketAddress second = new InetSocketAddress("2001:db8::1", 10_000);
    assertEquals(
        List.of(
            new Candidate("1", 2_130_706_431, first), new Candidate("2", 2_130_706_175, second)),
        Candidates.host(List.of(first, second)));
  }
}
