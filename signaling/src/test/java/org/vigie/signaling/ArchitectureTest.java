package org.vigie.signaling;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;
import org.vigie.signaling.sdp.Direction;

/**
 * The edges between the packages of the signalling, and from it to the bridge. Each rule is also
 * held against the classes under {@code org.vigie.signaling.broken}, which break it on purpose.
 */
class ArchitectureTest {
  private static final String SIGNALING = "org.vigie.signaling";
  private static final String BROKEN = "org.vigie.signaling.broken";

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(SIGNALING);

  private static final JavaClasses BREAKING = new ClassFileImporter().importPackages(BROKEN);

  @Test
  void thereAreClassesToJudge() {
    assertTrue(OURS.size() > 10, "imported " + OURS.size());
    assertTrue(BREAKING.size() > 3, "imported " + BREAKING.size());
    assertTrue(OURS.contain(Direction.class));
    assertFalse(OURS.contain(ArchitectureTest.class));
  }

  @Test
  void ofTheBridgeOnlyTheFacadeAndTheApiAreUsed() {
    facadeAndApiOnly(SIGNALING).check(OURS);
    assertBroken(facadeAndApiOnly(BROKEN));
  }

  @Test
  void sdpUsesNothingOfOurs() {
    usesOfOursOnly(SIGNALING + ".sdp..").check(OURS);
    assertBroken(usesOfOursOnly(BROKEN + ".sdp.."));
  }

  @Test
  void negotiationUsesSdpAndTheBridgesApiOnly() {
    negotiation(SIGNALING).check(OURS);
    assertBroken(negotiation(BROKEN));
  }

  @Test
  void thereAreNoCycles() {
    acyclic(SIGNALING).check(OURS);
    assertBroken(acyclic(BROKEN));
  }

  @Test
  void theSimulatorIsNotUsed() {
    noSimulator(SIGNALING).check(OURS);
  }

  @Test
  void namesSayWhatAThingIs() {
    tellingNames(SIGNALING).check(OURS);
    assertBroken(tellingNames(BROKEN));
  }

  private static ArchRule facadeAndApiOnly(String root) {
    return noClasses()
        .that()
        .resideInAPackage(root + "..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("org.vigie.bridge..")
                .and(not(resideInAnyPackage("org.vigie.bridge", "org.vigie.bridge.api.."))));
  }

  private static ArchRule negotiation(String root) {
    return usesOfOursOnly(root + ".negotiate..", root + ".sdp..", "org.vigie.bridge.api..");
  }

  /** The first package uses of ours only itself and the others. */
  private static ArchRule usesOfOursOnly(String... packages) {
    return noClasses()
        .that()
        .resideInAPackage(packages[0])
        .should()
        .dependOnClassesThat(
            resideInAPackage("org.vigie..").and(not(resideInAnyPackage(packages))));
  }

  private static ArchRule acyclic(String root) {
    return slices().matching(root + ".(*)..").should().beFreeOfCycles();
  }

  private static ArchRule noSimulator(String root) {
    return noClasses()
        .that()
        .resideInAPackage(root + "..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.vigie.simulator..");
  }

  private static ArchRule tellingNames(String root) {
    return noClasses()
        .that()
        .resideInAPackage(root + "..")
        .should()
        .haveNameMatching(".*(Manager|Helper|Utils?|Impl)");
  }

  private static void assertBroken(ArchRule rule) {
    assertThrows(AssertionError.class, () -> rule.check(BREAKING));
  }
}
