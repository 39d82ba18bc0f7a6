package org.vigie.bridge.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule can be broken: a bridge with one line changed is caught by the rule meant for it. */
class MutantsTest {
  private static final int SEEDS = 60;

  private static Arguments mutant(
      Rule rule, Scenario scenario, String file, String line, String changed) {
    return Arguments.of(rule, scenario, new Mutant(file, line, changed));
  }

  static Stream<Arguments> mutants() {
    return Stream.of(
        mutant(
            Rule.NO_GAP_BUT_LOSS,
            Scenario.RANDOM_LOSS,
            "forward/SequenceMap",
            "if (isTaken(number)) {",
            "if (number > 0) {"),
        mutant(
            Rule.ONE_NUMBER_ONE_PACKET,
            Scenario.RANDOM_LOSS,
            "forward/Retransmitter",
            "!layer.history().recall(incoming)",
            "!layer.history().recall(incoming - 1)"),
        mutant(
            Rule.BEGINS_WITH_KEY_FRAME,
            Scenario.RANDOM_LOSS,
            "forward/Forwarder",
            "if (!packet.keyFrameStart()) {",
            "if (nowNanos < 0) {"),
        mutant(
            Rule.TIME_IS_MONOTONE,
            Scenario.CALM,
            "forward/Segment",
            "timestamp + timestampOffset, packet.captureNanos()",
            "timestamp + timestampOffset + (int) (sequence & 1), packet.captureNanos()"),
        mutant(
            Rule.PICTURE_IDS_COUNT,
            Scenario.CALM,
            "forward/Segment",
            "long id = newestOutPictureId + step;",
            "long id = newestOutPictureId + 2 * step;"),
        mutant(
            Rule.ONLY_AUTHENTIC_MEDIA,
            Scenario.DUPLICATES_AND_CORRUPTION,
            "session/SecureTransport",
            "return drop(causeOf(opened));",
            "return length - 16;"),
        mutant(
            Rule.ONLY_PROVED_PATHS,
            Scenario.CALM,
            "session/SecureTransport",
            "path = selected;",
            "path = new Path(0, new java.net.InetSocketAddress(\"127.0.0.1\", 9));"),
        mutant(
            Rule.OPENS_AT_THE_PEER,
            Scenario.CALM,
            "session/SecureTransport",
            "srtp = new SrtpTransform(keys);",
            "srtp = new SrtpTransform(keys.mirrored());"),
        mutant(
            Rule.NOTHING_WAITS,
            Scenario.CALM,
            "relay/FrameHold",
            "longestNanos = newLongestNanos;",
            "longestNanos = 6 * newLongestNanos;"),
        mutant(
            Rule.TRANSPORT_NUMBERS_COUNT,
            Scenario.CALM,
            "session/SendStamp",
            "(transportSequence + 1) & 0xffff",
            "(transportSequence + 2) & 0xffff"),
        mutant(
            Rule.REPAIR_IS_BOUNDED,
            Scenario.RANDOM_LOSS,
            "forward/Retransmitter",
            "Math.max(MIN_INTERVAL_NANOS, rttNanos - rttNanos / 4)",
            "MIN_INTERVAL_NANOS"),
        mutant(
            Rule.LOSS_IS_ASKED_FOR,
            Scenario.RANDOM_LOSS,
            "feedback/NackGenerator",
            "if (nowNanos >= due[i]) {",
            "if (nowNanos < 0) {"),
        mutant(
            Rule.KEY_FRAME_REQUESTS_ARE_RARE,
            Scenario.BLACKOUT,
            "feedback/KeyFrameRequester",
            "Math.max(intervalNanos, leastNanos + rttNanos)",
            "0"),
        mutant(
            Rule.MEMORY_IS_BOUNDED,
            Scenario.RANDOM_LOSS,
            "forward/Retransmitter",
            "budget.spend(length);",
            "if (length > 0) throw new IllegalStateException();"),
        mutant(
            Rule.NOTHING_IS_LEFT, Scenario.CALM, "relay/Track", "layer.history().release();", ""),
        mutant(
            Rule.PICTURE_RUNS,
            Scenario.CALM,
            "session/Slot",
            "if (isTaken(nowNanos, packet) && forwarder.decide(nowNanos, packet, decision)) {",
            "if (nowNanos < 0) {"));
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void aChangedLineIsCaught(Rule rule, Scenario scenario, Mutant mutant, @TempDir Path folder)
      throws IOException, ReflectiveOperationException {
    assertEquals(rule.name(), mutant.play(scenario, SEEDS, folder));
  }
}
