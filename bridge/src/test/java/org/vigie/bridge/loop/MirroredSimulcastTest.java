package org.vigie.bridge.loop;

/** The same with viewers on another Loop. */
class MirroredSimulcastTest extends SimulcastCases {
  private final FarLoop far;

  MirroredSimulcastTest() {
    FarLoop.Link link = new FarLoop.Link();
    super(link.home());
    far = new FarLoop(link, this, super::turn);
  }

  @Override
  VirtualPeer viewer(String stream) {
    far.now = now;
    VirtualPeer viewer = far.viewer(stream);
    now = far.now;
    return viewer;
  }

  @Override
  void turn() {
    super.turn();
    far.follow(now);
    super.turn();
  }
}
