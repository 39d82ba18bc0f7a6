package org.vigie.bridge.relay;

/** The Loops of a bridge as the Relay of one of them sees them. They count from 0. */
public interface Neighbours {
  /** A bridge of one Loop. */
  Neighbours NONE = new Alone();

  /** The Loop whose Relay looks. */
  int own();

  /** How many Loops there are. */
  int count();

  /** Asks the Relay of a Loop for something; a Loop that has ended ignores it. */
  void offer(int loop, RelayCommand command);

  /** Something waits for this Loop in a ring. */
  void wake(int loop);

  /** There is nobody to ask. */
  record Alone() implements Neighbours {
    @Override
    public int own() {
      return 0;
    }

    @Override
    public int count() {
      return 1;
    }

    @Override
    public void offer(int loop, RelayCommand command) {}

    @Override
    public void wake(int loop) {}
  }
}
