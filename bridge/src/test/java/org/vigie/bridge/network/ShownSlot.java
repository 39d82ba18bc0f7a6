package org.vigie.bridge.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.api.SlotDescription;

/** One Slot as the bridge sends it, before the line loses anything: what must hold of it. */
final class ShownSlot {
  private static final int REMEMBERED = 4_096;

  /** SRTP protects nothing that is further behind: it is sent again to who asks. */
  private static final int LATEST = 64;

  /** A viewer who begins in the past has caught up by then, or begins anew. */
  private static final long CATCHING_UP_NANOS = 1_600 * NetworkPeer.MILLI;

  /** What a slow line has no room for waits, but never longer. */
  private static final long PACED_NANOS = 1_450 * NetworkPeer.MILLI;

  /**
   * What is shown from a key frame on without a switch. It may begin in the past: pictures of the
   * past bear the time at which they are sent, until they are caught up with.
   */
  private static final class Stretch {
    final long beganAt;

    Stretch(long nowNanos) {
      beganAt = nowNanos;
    }

    /** By when it was taken: what is repaired late still bears the time of then. */
    boolean isCatchingUp(Shot shot) {
      return shot.sentAt - beganAt < CATCHING_UP_NANOS;
    }
  }

  /** Numbers that were left free between two packets. */
  private record Gap(@Nullable Stretch in, Shot before, Shot after, long first, long last) {}

  final NetworkViewer viewer;
  final MediaKind kind;
  final int ssrc;
  final boolean repairable;
  final Repairs repairs;

  private final long[] numbers = new long[REMEMBERED];
  private final @Nullable Shot[] shots = new Shot[REMEMBERED];
  private final int[] timestamps = new int[REMEMBERED];
  private final int[] pictureIds = new int[REMEMBERED];
  private final @Nullable Stretch[] stretches = new Stretch[REMEMBERED];
  private final List<Gap> gaps = new ArrayList<>();
  private boolean started;
  private long highest;
  private @Nullable Shot newest;
  private @Nullable Stretch stretch;
  private int sentCount;

  /** What overtook a key frame that was awaited leaves behind it. */
  private @Nullable Source overtakers;

  private long overtakenUpTo;
  private long lastAt;

  ShownSlot(NetworkViewer viewer, MediaKind kind, int ssrc, boolean repairable) {
    this.viewer = viewer;
    this.kind = kind;
    this.ssrc = ssrc;
    this.repairable = repairable;
    this.repairs = new Repairs(this);
    Arrays.fill(numbers, -1);
  }

  String mid() {
    return kind == MediaKind.VIDEO ? "0" : "1";
  }

  SlotDescription description() {
    OptionalLong rtx = repairable ? OptionalLong.of(ssrc + 1L) : OptionalLong.empty();
    return new SlotDescription(mid(), ssrc, rtx);
  }

  /** Its viewer asks for this packet. */
  void askedFor(int sequence) {
    repairs.askedFor(extended(sequence));
  }

  long extended(int sequence) {
    return highest + (short) (sequence - (int) highest);
  }

  /** What was sent under a number, if that is known and was no padding. */
  @Nullable Shot shotAt(long number) {
    return isSent(number) ? shots[slot(number)] : null;
  }

  int timestampAt(long number) {
    return timestamps[slot(number)];
  }

  boolean isSent(long number) {
    return numbers[slot(number)] == number;
  }

  private static int slot(long number) {
    return (int) (number & (REMEMBERED - 1));
  }

  int sentCount() {
    return sentCount;
  }

  /** The newest packet sent. */
  @Nullable Shot newest() {
    return newest;
  }

  long highest() {
    return highest;
  }

  /** The bridge sends a packet for the first time; without a shot it is padding. */
  void media(long now, int sequence, int timestamp, int pictureId, @Nullable Shot shot) {
    long number = started ? extended(sequence) : 0x10_0000L + sequence;
    if (started && isSent(number)) {
      throw new Violation(
          Rule.ONE_NUMBER_ONE_PACKET,
          now,
          viewer + " gets " + sequence + " twice: " + shotAt(number) + ", " + shot);
    }
    Shot before = newest;
    if (shot == null) {
      padding(now, number, timestamp, before);
      return;
    }
    if (before == null) {
      begin(now, shot);
    } else if (number > highest) {
      follow(now, number, timestamp, before, shot);
    }
    note(number, timestamp, pictureId, shot);
    lastAt = now;
    checkTime(now, number);
    checkLateness(now, shot);
    repairs.sent(now, number, shot);
  }

  /** Padding has a number only where it came too late to be left out. */
  private void padding(long now, long number, int timestamp, @Nullable Shot before) {
    if (number > highest && !isOvertaken(before, number - highest)) {
      throw new Violation(Rule.NO_GAP_BUT_LOSS, now, viewer + " gets padding under a new number");
    }
    numbers[slot(number)] = number;
    shots[slot(number)] = null;
    timestamps[slot(number)] = timestamp;
  }

  /** Whether the bridge has had what comes after the packet so many behind this one. */
  private static boolean isOvertaken(@Nullable Shot before, long behind) {
    return before != null && before.source.highestDelivered() > before.sequence + behind;
  }

  private void begin(long now, Shot shot) {
    if (!shot.starts()) {
      throw new Violation(Rule.BEGINS_WITH_KEY_FRAME, now, viewer + " begins with " + shot);
    }
    started = true;
    viewer.network.trace.say(now, viewer, "is shown", kind, "from", shot, "on");
    stretch = new Stretch(now);
  }

  private void follow(long now, long number, int timestamp, Shot before, Shot shot) {
    int step = timestamp - timestamps[slot(highest)];
    boolean goesOn =
        before.source == shot.source
            && shot.sequence > before.sequence
            && (!shot.starts()
                || step == shot.timestamp - before.timestamp
                || isLeftFree(number, before));
    if (!goesOn) {
      begin(now, shot);
      if (number != highest + 1) {
        throw new Violation(
            Rule.NO_GAP_BUT_LOSS, now, viewer + " sees a gap before the switch to " + shot);
      }
      return;
    }
    if (number > highest + 1) {
      gaps.add(new Gap(stretch, before, shot, highest + 1, number - 1));
    } else if (shot.starts() && (shot.deliveredAt < now || viewer.mayBePaced())) {
      // A replay of nearly nothing, and what follows a cut, look as if what was shown went on.
      stretch = new Stretch(now);
    }
  }

  /** A key frame behind a loss while the viewer catches up, when time steps say nothing. */
  private boolean isLeftFree(long number, Shot before) {
    Stretch in = stretch;
    return number > highest + 1 && in != null && in.isCatchingUp(before);
  }

  private void note(long number, int timestamp, int pictureId, Shot shot) {
    sentCount++;
    viewer.network.trace.say(viewer.loop.time(), viewer, "is sent", number, shot);
    numbers[slot(number)] = number;
    shots[slot(number)] = shot;
    timestamps[slot(number)] = timestamp;
    pictureIds[slot(number)] = pictureId;
    if (number > highest) {
      highest = number;
      newest = shot;
      stretches[slot(number)] = stretch;
    } else {
      stretches[slot(number)] = stretchAround(number);
    }
  }

  private @Nullable Stretch stretchAround(long number) {
    long after = neighbour(number, 1);
    long before = neighbour(number, -1);
    return before >= 0 ? stretches[slot(before)] : after >= 0 ? stretches[slot(after)] : null;
  }

  private void checkTime(long now, long number) {
    long before = neighbour(number, -1);
    if (before >= 0) {
      checkStep(now, before, number);
    }
    long after = neighbour(number, 1);
    if (after >= 0) {
      checkStep(now, number, after);
    }
  }

  private long neighbour(long number, int step) {
    for (long each = number + step;
        Math.abs(each - number) < 200 && each <= highest;
        each += step) {
      if (shotAt(each) != null) {
        return each;
      }
    }
    return -1;
  }

  private void checkStep(long now, long first, long second) {
    Shot before = shotAt(first);
    Shot after = shotAt(second);
    if (before == null || after == null) {
      return;
    }
    int step = timestamps[slot(second)] - timestamps[slot(first)];
    Stretch in = stretches[slot(second)];
    boolean switched = in == null || in != stretches[slot(first)];
    boolean right = switched ? step > 0 && after.starts() : isRight(in, before, after, step);
    if (!right) {
      throw new Violation(
          Rule.TIME_IS_MONOTONE,
          now,
          "%s sees a step of %d for %d from %s to %s"
              .formatted(viewer, step, after.timestamp - before.timestamp, before, after));
    }
    int pictures = (pictureIds[slot(second)] - pictureIds[slot(first)]) & 0x7fff;
    checkPictureIds(now, before, after, switched, pictures);
  }

  private static boolean isRight(Stretch in, Shot before, Shot after, int step) {
    int taken = after.timestamp - before.timestamp;
    if (taken != 0 && in.isCatchingUp(before)) {
      return step > 0 && step <= taken;
    }
    return step >= 0 && step == taken;
  }

  private void checkPictureIds(long now, Shot before, Shot after, boolean switched, int pictures) {
    boolean numbered = before.source.codec == Codec.VP8 && after.source.codec == Codec.VP8;
    boolean next = pictures == 1 && after.starts();
    boolean right = switched ? next : next || pictures == ((after.frame - before.frame) & 0x7fff);
    if (numbered && !right) {
      throw new Violation(
          Rule.PICTURE_IDS_COUNT,
          now,
          viewer + " sees " + pictures + " pictures from " + before + " to " + after);
    }
  }

  private long longestWaitNanos() {
    long longest = viewer.network.watch.longestWaitNanos();
    boolean paced = kind == MediaKind.VIDEO && viewer.mayBePaced();
    return paced ? Math.max(longest, PACED_NANOS) : longest;
  }

  private void checkLateness(long now, Shot shot) {
    Stretch in = stretch;
    boolean catchingUp = in != null && now - in.beganAt < CATCHING_UP_NANOS;
    if (shot.starts() && shot.deliveredAt == now) {
      overtakers = shot.source;
      overtakenUpTo = shot.source.highestDelivered();
    }
    boolean overtaking = shot.source == overtakers && shot.sequence <= overtakenUpTo;
    if (!catchingUp && !overtaking && now - shot.deliveredAt > longestWaitNanos()) {
      throw new Violation(
          Rule.NOTHING_WAITS,
          now,
          shot + " waited " + (now - shot.deliveredAt) / 1_000_000.0 + " ms for " + viewer);
    }
  }

  /** Looks at what was left free: each number stands for a packet that has not come. */
  void checkGaps(long now) {
    for (Iterator<Gap> all = gaps.iterator(); all.hasNext(); ) {
      Gap gap = all.next();
      if (gap.last <= highest - LATEST || gap.in != stretch) {
        all.remove();
      } else if (!gap.after.source.over) {
        checkGap(gap);
      }
    }
  }

  private void checkGap(Gap gap) {
    int open = 0;
    for (long number = Math.max(gap.first, highest - LATEST + 1); number <= gap.last; number++) {
      open += isSent(number) ? 0 : 1;
    }
    int absent = 0;
    for (long each = gap.before.sequence + 1; each < gap.after.sequence; each++) {
      Shot shot = gap.after.source.shot(each);
      absent += shot == null || isAbsent(shot) ? 1 : 0;
    }
    if (open > absent) {
      throw new Violation(
          Rule.NO_GAP_BUT_LOSS,
          lastAt,
          viewer
              + " misses "
              + open
              + " packets between "
              + gap.before
              + " and "
              + gap.after
              + ", the bridge "
              + absent);
    }
  }

  /** What comes when nothing more is shown after it is no longer owed: a key frame is. */
  private boolean isAbsent(Shot shot) {
    Stretch in = stretch;
    boolean mirrored = viewer.loop != shot.source.camera.loop;
    if (mirrored && in != null && shot.deliveredAt < in.beganAt) {
      return true; // it may have come before there was a mirror
    }
    long since = in == null ? shot.deliveredAt : Math.max(in.beganAt, shot.deliveredAt);
    return !shot.delivered() || lastAt - since < viewer.network.watch.longestWaitNanos();
  }
}
