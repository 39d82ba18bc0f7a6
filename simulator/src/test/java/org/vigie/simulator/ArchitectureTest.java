package org.vigie.simulator;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.dtls.SrtpKeys;

/**
 * What the far end of our tests may share with the relay: little, so that it does not repeat the
 * relay's mistakes. The rule is also held against {@code org.vigie.simulator.broken}.
 */
class ArchitectureTest {
  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.vigie.simulator");

  private static final JavaClasses BREAKING =
      new ClassFileImporter().importPackages("org.vigie.simulator.broken");

  @Test
  void thereAreClassesToJudge() {
    assertTrue(OURS.size() > 5, "imported " + OURS.size());
    assertTrue(BREAKING.size() > 0);
  }

  @Test
  void ofTheRelayOnlyPacketsAndTheirProtectionAreShared() {
    packetsOnly().check(OURS);
    assertThrows(AssertionError.class, () -> packetsOnly().check(BREAKING));
  }

  private static ArchRule packetsOnly() {
    return noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("org.vigie..")
                .and(
                    not(
                        resideInAnyPackage(
                            "org.vigie.simulator..",
                            "org.vigie.bridge.api..",
                            "org.vigie.bridge.buffer..",
                            "org.vigie.bridge.rtp..",
                            "org.vigie.bridge.srtp..",
                            "org.vigie.bridge.udp..")))
                // What SrtpTransform is made of; the handshake that yields it is the simulator's.
                .and(not(equivalentTo(SrtpKeys.class))));
  }
}
