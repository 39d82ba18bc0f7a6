package org.vigie.bridge;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.channels.DatagramChannel;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The edges between the packages of the bridge. Each rule is also held against the classes under
 * {@code org.vigie.bridge.broken}, which break it on purpose.
 */
class ArchitectureTest {
  private static final String BRIDGE = "org.vigie.bridge";
  private static final String BROKEN = "org.vigie.bridge.broken";

  private static final List<String> BOTTOM_UP =
      List.of(
          "api",
          "buffer",
          "udp",
          "rtp",
          "codec",
          "ice",
          "dtls",
          "srtp",
          "feedback",
          "bandwidth",
          "fault",
          "forward",
          "session",
          "relay",
          "loop");

  /** Driven by {@code (now, input, sink)}, so that whole networks run in virtual time. */
  private static final List<String> DRIVEN =
      List.of(
          "buffer",
          "rtp",
          "codec",
          "ice",
          "feedback",
          "bandwidth",
          "fault",
          "forward",
          "session",
          "relay");

  /** Runs for every packet. */
  private static final List<String> HOT =
      List.of("buffer", "rtp", "codec", "feedback", "bandwidth", "fault", "forward");

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(BRIDGE);

  private static final JavaClasses BREAKING = new ClassFileImporter().importPackages(BROKEN);

  @Test
  void thereAreClassesToJudge() {
    assertTrue(OURS.size() > 10, "imported " + OURS.size());
    assertTrue(BREAKING.size() > 5, "imported " + BREAKING.size());
    assertTrue(OURS.contain(Bridge.class));
    assertFalse(OURS.contain(ArchitectureTest.class));
  }

  @Test
  void aPackageUsesOnlyThoseBelowIt() {
    layers(BRIDGE).forEach(rule -> rule.check(OURS));
  }

  @Test
  void usingAPackageAboveIsFound() {
    assertEquals(1, layers(BROKEN).filter(ArchitectureTest::isBroken).count());
  }

  @Test
  void everyPackageHasItsPlaceInTheOrder() {
    placed(BRIDGE).check(OURS);
    assertBroken(placed(BROKEN));
  }

  @Test
  void theBridgeKnowsNoHttpJsonSdpOrConfiguration() {
    aLibraryOfMediaOnly(BRIDGE).check(OURS);
    assertBroken(aLibraryOfMediaOnly(BROKEN));
  }

  @Test
  void eachLibraryStaysBehindThePackageThatWrapsIt() {
    onlyIn(BRIDGE, "org.bouncycastle..", "dtls").check(OURS);
    onlyIn(BRIDGE, "org.ice4j..", "ice").check(OURS);
    onlyIn(BRIDGE, "org.jitsi.srtp..", "srtp").check(OURS);
    onlyIn(BRIDGE, "org.jctools..", "relay").check(OURS);
    assertBroken(onlyIn(BROKEN, "org.bouncycastle..", "dtls"));
  }

  @Test
  void whatIsDrivenReadsNoClockAndOwnsNoThreadOrSocket() {
    Stream.of(noClock(BRIDGE), noThreadOrSocket(BRIDGE)).forEach(rule -> rule.check(OURS));
    assertBroken(noClock(BROKEN));
    assertBroken(noThreadOrSocket(BROKEN));
  }

  @Test
  void whatRunsForEveryPacketLogsNothing() {
    noLogging(BRIDGE).check(OURS);
    assertBroken(noLogging(BROKEN));
  }

  @Test
  void namesSayWhatAThingIs() {
    tellingNames(BRIDGE).check(OURS);
    assertBroken(tellingNames(BROKEN));
  }

  private static Stream<ArchRule> layers(String root) {
    return IntStream.range(0, BOTTOM_UP.size()).mapToObj(height -> layer(root, height));
  }

  private static ArchRule layer(String root, int height) {
    var name = BOTTOM_UP.get(height);
    var allowed = in(root, BOTTOM_UP.subList(0, height + 1));
    return noClasses()
        .that(resideInAnyPackage(in(root, List.of(name))))
        .should()
        .dependOnClassesThat(resideInAPackage("org.vigie..").and(not(resideInAnyPackage(allowed))))
        .as(name + " uses only packages below it")
        .allowEmptyShould(true);
  }

  private static ArchRule placed(String root) {
    return classes()
        .that()
        .resideInAPackage(root + "..")
        .should()
        .resideInAPackage(root)
        .orShould()
        .resideInAnyPackage(in(root, BOTTOM_UP));
  }

  private static ArchRule aLibraryOfMediaOnly(String root) {
    return noClasses()
        .that()
        .resideInAPackage(root + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.vigie.signaling..",
            "org.vigie.simulator..",
            "java.net.http..",
            "com.sun.net.httpserver..",
            "org.eclipse.jetty..",
            "tools.jackson..",
            "com.fasterxml..",
            "javax.sdp..",
            "gov.nist..",
            "com.typesafe..",
            "org.jitsi.config..",
            "org.jitsi.metaconfig..",
            "picocli..",
            "io.micrometer..",
            "kotlin..");
  }

  private static ArchRule onlyIn(String root, String library, String keeper) {
    return noClasses()
        .that(
            resideInAPackage(root + "..").and(not(resideInAnyPackage(root + "." + keeper + ".."))))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library);
  }

  private static ArchRule noClock(String root) {
    return noClasses()
        .that()
        .resideInAnyPackage(in(root, DRIVEN))
        .should()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class);
  }

  private static ArchRule noThreadOrSocket(String root) {
    return noClasses()
        .that()
        .resideInAnyPackage(in(root, DRIVEN))
        .should()
        .dependOnClassesThat()
        .areAssignableTo(Thread.class)
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("java.util.concurrent", "java.util.concurrent.locks")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(DatagramChannel.class);
  }

  private static ArchRule noLogging(String root) {
    return noClasses()
        .that()
        .resideInAnyPackage(in(root, HOT))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.slf4j..", "java.util.logging..", "org.jitsi.utils.logging2..");
  }

  private static ArchRule tellingNames(String root) {
    return noClasses()
        .that()
        .resideInAPackage(root + "..")
        .should()
        .haveNameMatching(".*(Manager|Helper|Utils?|Impl)");
  }

  private static String[] in(String root, List<String> names) {
    return names.stream().map(name -> root + "." + name + "..").toArray(String[]::new);
  }

  private static boolean isBroken(ArchRule rule) {
    return rule.evaluate(BREAKING).hasViolation();
  }

  private static void assertBroken(ArchRule rule) {
    assertThrows(AssertionError.class, () -> rule.check(BREAKING));
  }
}
