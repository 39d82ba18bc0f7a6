package org.vigie.bridge.loop;

import org.vigie.bridge.relay.Neighbours;

class SimulcastTest extends SimulcastCases {
  SimulcastTest() {
    super(Neighbours.NONE);
  }
}
