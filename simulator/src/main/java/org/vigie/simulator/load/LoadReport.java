package org.vigie.simulator.load;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run found. All but {@link Joins} is about the measured window.
 *
 * @param server what was tested, as {@link MediaServer#name} says
 * @param begun when the run began
 * @param cost of the server's process, where it was named
 * @param faults what a reader has to know before believing the figures; empty after a good run
 */
public record LoadReport(
    String server,
    LoadPlan plan,
    Instant begun,
    Joins joins,
    Traffic traffic,
    Delays delays,
    Repair repair,
    OwnCost own,
    Optional<ServerCost> cost,
    List<String> faults) {
  public LoadReport {
    faults = List.copyOf(faults);
  }

  /**
   * How the sessions came up.
   *
   * @param cameras that published
   * @param viewers that joined
   * @param failures by cause
   * @param took from the first viewer's start to the last one's end
   * @param perSecond viewers joined per second of that
   * @param perSecondOfSecondHalf the same of the second half of them
   * @param join of viewers, from the request to the SRTP keys
   * @param firstPacket of viewers, from the request to the first RTP packet
   */
  public record Joins(
      int cameras,
      int viewers,
      Map<String, Integer> failures,
      Duration took,
      double perSecond,
      double perSecondOfSecondHalf,
      Percentiles join,
      Percentiles firstPacket) {
    public Joins {
      failures = Map.copyOf(failures);
    }
  }

  /**
   * Packets of media; RTX and RTCP are told apart in {@link Repair}.
   *
   * @param window how long was counted
   * @param sent by the cameras, without repairs
   * @param sentBytes of UDP payload
   * @param received by the viewers, without repairs
   * @param receivedBytes of UDP payload
   * @param lost numbers that never came to a viewer, by RTX neither, though later ones did
   * @param duplicates that came once more
   * @param inOrder share of the received that came in order of sequence
   */
  public record Traffic(
      Duration window,
      long sent,
      long sentBytes,
      long received,
      long receivedBytes,
      long lost,
      long duplicates,
      double inOrder) {

    /** Lost ones as a share of those that a viewer should have had. */
    public double lossShare() {
      return received + lost == 0 ? 0 : (double) lost / (received + lost);
    }
  }

  /**
   * How long packets were under way, from just before a camera's system call to just after a
   * viewer's.
   *
   * @param packet of each
   * @param frame from a frame's last packet sent to its last packet received
   * @param samples packets that were decrypted to see whose they are
   * @param disagreeing samples that were not what counting had expected
   */
  public record Delays(Percentiles packet, Percentiles frame, long samples, long disagreeing) {}

  /**
   * A distribution of times, in ns; all 0 where nothing was counted.
   *
   * @param count of values
   */
  public record Percentiles(long count, long p50, long p95, long p99, long p999, long max) {
    /** Of nothing. */
    public static final Percentiles NONE = new Percentiles(0, 0, 0, 0, 0, 0);
  }

  /**
   * Feedback and repairs, in packets where nothing else is said.
   *
   * @param receiverReports by viewers
   * @param transportFeedbacks by viewers
   * @param droppedByViewers as {@code --loss} asks
   * @param nacked numbers that viewers asked for
   * @param repaired numbers that then came by RTX or once more
   * @param rtx retransmissions received by viewers
   * @param rtcpReceived by viewers
   * @param droppedByCameras as {@code --uplink-loss} asks
   * @param nackedByServer numbers that the server asked cameras for
   * @param sentAgain by cameras
   * @param keyFramesAsked PLI and FIR that came to cameras
   */
  public record Repair(
      long receiverReports,
      long transportFeedbacks,
      long droppedByViewers,
      long nacked,
      long repaired,
      long rtx,
      long rtcpReceived,
      long droppedByCameras,
      long nackedByServer,
      long sentAgain,
      long keyFramesAsked) {}

  /**
   * What the load test itself cost, so that its delay can be told from the server's.
   *
   * @param mediaThread CPU of the thread that sends and receives
   * @param process CPU of the whole process
   * @param nanosPerReceived CPU of the media thread per datagram that it received
   * @param turnGap time between two looks at the socket while traffic flowed: how late a datagram
   *     may have been noticed
   * @param late how late packets of cameras were sent
   * @param refused datagrams that the machine did not take
   */
  public record OwnCost(
      Duration mediaThread,
      Duration process,
      double nanosPerReceived,
      Percentiles turnGap,
      Percentiles late,
      long refused) {}

  /**
   * What the server's process cost.
   *
   * @param user CPU in its own code
   * @param system CPU in the kernel for it
   * @param coreBusy busy time of the cores that it may run on, interrupts included
   * @param nanosPerForwarded CPU (user and system) per packet received by viewers
   * @param residentBytes at the end
   * @param peakResidentBytes since it started
   * @param threads at the end
   * @param busiest CPU of the threads that took most, by name; those of one name together
   */
  public record ServerCost(
      Duration user,
      Duration system,
      Duration coreBusy,
      double nanosPerForwarded,
      long residentBytes,
      long peakResidentBytes,
      int threads,
      Map<String, Duration> busiest) {
    public ServerCost {
      busiest = Collections.unmodifiableMap(new LinkedHashMap<>(busiest));
    }
  }
}
