package org.vigie.bridge.network;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.api.StreamId;
import org.vigie.bridge.network.CameraHabits.Repair;

/** What happens to cameras and viewers; everything else follows from the seed. */
enum Scenario {
  CALM {
    @Override
    void happen(Play play) {
      StreamId stream = play.network.streamAt(0, 0);
      NetworkCamera camera = play.camera(stream, play.habits(), play.good(), play.good());
      for (int i = 0; i < 3; i++) {
        play.viewer(stream, play.anyViewer(), play.good(), play.good());
        play.run(play.random.nextLong(2 * Play.SECOND));
      }
      play.run(5 * Play.SECOND);
      play.requireCalm(camera);
    }
  },

  RANDOM_LOSS {
    @Override
    void happen(Play play) {
      audience(play, lossy(play), 3, () -> lossy(play));
      play.run(7 * Play.SECOND);
    }
  },

  BURSTY_UPLINK {
    @Override
    void happen(Play play) {
      LineQuality up = play.good().withLoss(bursts(play)).withJitter(play.between(0, 30));
      audience(play, up, 3, play::good);
      play.run(7 * Play.SECOND);
    }
  },

  REORDERING {
    @Override
    void happen(Play play) {
      audience(play, disorderly(play), 3, () -> disorderly(play));
      play.run(7 * Play.SECOND);
    }
  },

  DUPLICATES_AND_CORRUPTION {
    @Override
    void happen(Play play) {
      StreamId stream = audience(play, damaging(play), 3, () -> damaging(play));
      Attacker attacker = new Attacker(play.network, stream);
      for (int i = 0; i < 100; i++) {
        play.run(play.random.nextLong(150 * Play.MILLI));
        attacker.attack();
      }
    }
  },

  THIN_VIEWER {
    @Override
    void happen(Play play) {
      StreamId stream = play.network.streamAt(0, 0);
      CameraHabits habits = heavy(play);
      play.camera(stream, habits, play.good(), play.good());
      play.viewer(stream, play.anyViewer(), play.good(), play.good());
      long rate = habits.bps() * play.between(20, 90) / 100;
      LineQuality thin = play.good().withRate(rate, play.between(50, 600));
      NetworkViewer narrow = play.viewer(stream, play.anyViewer(), play.good(), thin);
      play.viewer(stream, play.anyViewer(), play.good(), play.good());
      play.run(6 * Play.SECOND);
      play.requireUntouched(play.viewers.getFirst());
      play.requireUntouched(play.viewers.getLast());
      Play.heal(narrow);
      play.run(Play.NARROW_NANOS);
    }

    private static CameraHabits heavy(Play play) {
      Codec codec = play.chance(70) ? Codec.VP8 : Codec.H264;
      int packets = play.between(2, 6);
      return new CameraHabits(
          codec, 30, packets, 1_100, 60, play.chance(80), Repair.RTX, true, true, false, false, 0);
    }
  },

  BLACKOUT {
    @Override
    void happen(Play play) {
      audience(play, lossy(play), 3, () -> lossy(play));
      for (int i = 0; i < 3; i++) {
        play.run(play.random.nextLong(4 * Play.SECOND));
        long end = play.network.agenda.now() + play.random.nextLong(6 * Play.SECOND);
        NetworkPeer peer =
            play.chance(50)
                ? play.cameras.getFirst()
                : play.viewers.get(play.random.nextInt(play.viewers.size()));
        peer.blackOut(play.chance(80), play.chance(80), end);
      }
      play.run(5 * Play.SECOND);
    }
  },

  ADDRESS_CHANGE {
    @Override
    void happen(Play play) {
      audience(play, lossy(play), 3, () -> lossy(play));
      for (int i = 0; i < 8; i++) {
        play.run(play.random.nextLong(2 * Play.SECOND));
        if (play.chance(60)) {
          play.cameras.getFirst().move();
        } else {
          play.viewers.get(play.random.nextInt(play.viewers.size())).move();
        }
      }
      play.run(2 * Play.SECOND);
    }
  },

  TAKEOVER_IN_A_STORM {
    @Override
    void happen(Play play) {
      StreamId stream = audience(play, stormy(play), 3, () -> lossy(play));
      for (int i = 0; i < 5; i++) {
        play.run(play.random.nextLong(3 * Play.SECOND));
        NetworkCamera before = play.cameras.getFirst();
        if (play.chance(50)) {
          before.vanish();
          play.run(play.random.nextLong(3 * Play.SECOND));
        }
        play.camera(stream, play.habits(), stormy(play), play.good());
      }
      play.run(3 * Play.SECOND);
    }

    private static LineQuality stormy(Play play) {
      return disorderly(play).withLoss(play.chance(50) ? bursts(play) : Loss.NONE);
    }
  },

  MANY_JOIN_AND_LEAVE {
    @Override
    int loops(long seed) {
      return 2 + (int) (seed % 2);
    }

    @Override
    void happen(Play play) {
      int loops = play.network.loops.size();
      for (int i = 0; i < loops; i++) {
        CameraHabits habits = play.habits();
        play.camera(play.network.streamAt(i, 0), habits, lossy(play), play.good());
      }
      for (int i = 0; i < 40; i++) {
        play.run(play.random.nextLong(300 * Play.MILLI));
        if (play.viewers.size() < 6 || play.chance(50)) {
          StreamId stream = play.network.streamAt(play.random.nextInt(loops), 0);
          play.viewer(stream, play.anyViewer(), play.good(), lossy(play));
        } else {
          NetworkViewer viewer = play.viewers.remove(play.random.nextInt(play.viewers.size()));
          play.leave(viewer);
        }
        if (play.chance(5)) {
          NetworkLoop loop = play.network.loops.get(play.random.nextInt(loops));
          loop.stallUntil(play.network.agenda.now() + play.random.nextLong(300 * Play.MILLI));
        }
      }
    }
  };

  /** How it is called on the command line. */
  String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Scenario titled(String title) {
    return Arrays.stream(values())
        .filter(scenario -> scenario.title().equals(title))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no scenario " + title));
  }

  /** Some of the seeds have more Loops than one. */
  int loops(long seed) {
    return seed % 4 == 0 ? 2 : 1;
  }

  abstract void happen(Play play);

  /** Plays it to its end; what is returned tells how much was played. */
  Play play(long seed, Trace trace) {
    Play play = new Play(seed * 31 + ordinalSeed(), loops(seed), trace);
    happen(play);
    play.finish();
    return play;
  }

  private long ordinalSeed() {
    return title().hashCode();
  }

  private static StreamId audience(
      Play play, LineQuality up, int viewers, Supplier<LineQuality> lines) {
    StreamId stream = play.network.streamAt(0, 0);
    play.camera(stream, play.habits(), up, play.good());
    for (int i = 0; i < viewers; i++) {
      play.viewer(stream, play.anyViewer(), play.good(), lines.get());
    }
    return stream;
  }

  private static LineQuality lossy(Play play) {
    LineQuality line = play.good();
    return play.chance(60) ? line.withLoss(new Loss.Random(play.between(1, 10) / 100.0)) : line;
  }

  private static Loss bursts(Play play) {
    return new Loss.Bursts(
        play.between(2, 30) / 1_000.0, play.between(50, 400) / 1_000.0, play.between(5, 10) / 10.0);
  }

  private static LineQuality disorderly(Play play) {
    return lossy(play).withReordering(play.between(1, 20) / 100.0, play.between(1, 90));
  }

  private static LineQuality damaging(Play play) {
    return lossy(play)
        .withReordering(play.between(0, 5) / 100.0, 20)
        .withDuplicates(play.between(0, 20) / 100.0)
        .withCorruption(play.between(0, 10) / 100.0);
  }
}
