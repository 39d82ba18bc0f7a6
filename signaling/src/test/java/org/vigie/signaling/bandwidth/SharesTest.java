package org.vigie.signaling.bandwidth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** How budgets are divided. */
class SharesTest {
  private static final long MANY = 20_000_000;

  @Test
  void withoutABudgetEveryCameraMaySendWhatItsCapAllows() {
    Map<String, Long> shares =
        Shares.of(List.of(claim("a", 1), claim("b", 3)), budgets(Optional.empty()));
    assertEquals(Map.of("a", MANY, "b", MANY), shares);
  }

  @Test
  void aBudgetIsSharedByWeight() {
    List<Claim> claims = List.of(claim("a", 3), claim("b", 1), claim("c", 1), claim("d", 1));
    assertEquals(
        Map.of("a", 1_500_000L, "b", 500_000L, "c", 500_000L, "d", 500_000L),
        Shares.of(claims, budgets(Optional.of(3_000_000L))));
  }

  @Test
  void whatACappedCameraLeavesGoesToTheOthers() {
    Claim capped = new Claim("a", Optional.empty(), 0, MANY, 600_000, 3);
    Map<String, Long> shares =
        Shares.of(List.of(capped, claim("b", 1), claim("c", 1)), budgets(Optional.of(3_000_000L)));
    assertEquals(Map.of("a", 600_000L, "b", 1_200_000L, "c", 1_200_000L), shares);
  }

  @Test
  void whatACameraDoesNotWantGoesToTheOthers() {
    Claim content = new Claim("a", Optional.empty(), 0, 200_000, MANY, 1);
    Map<String, Long> shares =
        Shares.of(List.of(content, claim("b", 1)), budgets(Optional.of(2_000_000L)));
    assertEquals(Map.of("a", 200_000L, "b", 1_800_000L), shares);
  }

  @Test
  void whatNobodyWantsIsGivenOutAllTheSame() {
    Claim content = new Claim("a", Optional.empty(), 0, 200_000, MANY, 1);
    Claim modest = new Claim("b", Optional.empty(), 0, 300_000, MANY, 1);
    Map<String, Long> shares =
        Shares.of(List.of(content, modest), budgets(Optional.of(2_000_000L)));
    assertEquals(Map.of("a", 1_000_000L, "b", 1_000_000L), shares);
  }

  @Test
  void noCameraFallsBelowItsLeastWhileTheBudgetCarriesThat() {
    Claim guarded = new Claim("a", Optional.empty(), 800_000, MANY, MANY, 1);
    Map<String, Long> shares =
        Shares.of(List.of(guarded, claim("b", 9)), budgets(Optional.of(1_000_000L)));
    assertEquals(Map.of("a", 800_000L, "b", 200_000L), shares);
  }

  @Test
  void aBudgetThatDoesNotCarryTheLeastOfAllGivesEachTheSamePartOfIt() {
    Claim one = new Claim("a", Optional.empty(), 800_000, MANY, MANY, 1);
    Claim other = new Claim("b", Optional.empty(), 200_000, MANY, MANY, 9);
    assertEquals(
        Map.of("a", 400_000L, "b", 100_000L),
        Shares.of(List.of(one, other), budgets(Optional.of(500_000L))));
  }

  @Test
  void aGroupStaysWithinItsOwnBudgetAndLeavesTheRestToOthers() {
    List<Claim> claims = List.of(member("a", "north", 1), member("b", "north", 1), claim("c", 1));
    Budgets budgets = new Budgets(Optional.of(3_000_000L), Map.of("north", 1_000_000L), Map.of());
    assertEquals(Map.of("a", 500_000L, "b", 500_000L, "c", 2_000_000L), Shares.of(claims, budgets));
  }

  @Test
  void whatIsGuaranteedToAGroupComesBeforeAllOthersAndTheRestIsSharedByWeight() {
    List<Claim> claims =
        List.of(member("a", "north", 3), member("b", "north", 1), claim("c", 2), claim("d", 2));
    assertEquals(
        Map.of("a", 1_500_000L, "b", 500_000L, "c", 500_000L, "d", 500_000L),
        Shares.of(claims, guaranteed(3_000_000, 2_000_000)));
    assertEquals(
        Map.of("a", 3_000_000L, "b", 1_000_000L, "c", 2_000_000L, "d", 2_000_000L),
        Shares.of(claims, guaranteed(8_000_000, 2_000_000)));
  }

  @Test
  void whatAGroupDoesNotWantOfItsGuaranteeGoesToTheOthers() {
    Claim content = new Claim("a", Optional.of("north"), 0, 300_000, MANY, 1);
    assertEquals(
        Map.of("a", 300_000L, "b", 1_700_000L),
        Shares.of(List.of(content, claim("b", 1)), guaranteed(2_000_000, 1_500_000)));
  }

  @Test
  void theLeastOfOthersShrinksBeforeAGuarantee() {
    Claim one = new Claim("b", Optional.empty(), 600_000, MANY, MANY, 1);
    Claim other = new Claim("c", Optional.empty(), 200_000, MANY, MANY, 1);
    assertEquals(
        Map.of("a", 1_600_000L, "b", 300_000L, "c", 100_000L),
        Shares.of(List.of(member("a", "north", 1), one, other), guaranteed(2_000_000, 1_600_000)));
  }

  @Test
  void nobodyAsksNothingIsGiven() {
    assertEquals(Map.of(), Shares.of(List.of(), budgets(Optional.of(1L))));
  }

  @Test
  void whateverIsAskedTheSharesStayWithinEveryBudgetAndEveryCap() {
    SplittableRandom random = new SplittableRandom(7);
    for (int round = 0; round < 500; round++) {
      List<Claim> claims = new ArrayList<>();
      for (int i = random.nextInt(1, 40); i > 0; i--) {
        claims.add(
            new Claim(
                "cam-" + i,
                random.nextBoolean() ? Optional.of("g" + random.nextInt(3)) : Optional.empty(),
                random.nextLong(500_000),
                random.nextLong(5_000_000),
                random.nextLong(50_000, 5_000_000),
                random.nextInt(1, 1_000)));
      }
      Budgets budgets =
          new Budgets(
              Optional.of(random.nextLong(100_000, 20_000_000)),
              Map.of("g0", random.nextLong(50_000, 5_000_000), "g1", 1_000_000L),
              Map.of("g1", random.nextLong(2_000_000), "g2", random.nextLong(2_000_000)));
      check(claims, budgets, Shares.of(claims, budgets));
    }
  }

  private static void check(List<Claim> claims, Budgets budgets, Map<String, Long> shares) {
    long rounding = claims.size();
    long sum = shares.values().stream().mapToLong(bps -> bps).sum();
    assertTrue(sum <= budgets.all().orElseThrow() + rounding, sum + " of " + budgets);
    budgets
        .groups()
        .forEach((group, budget) -> {
          long ofGroup =
              claims.stream()
                  .filter(claim -> claim.group().equals(Optional.of(group)))
                  .mapToLong(claim -> shares.getOrDefault(claim.id(), 0L))
                  .sum();
          assertTrue(ofGroup <= budget + rounding, group + ": " + ofGroup + " of " + budget);
        });
    for (Claim claim : claims) {
      assertTrue(shares.getOrDefault(claim.id(), -1L) >= 0, claim + " in " + shares);
      assertTrue(shares.getOrDefault(claim.id(), 0L) <= claim.maxBps(), claim + "");
    }
  }

  private static Claim claim(String camera, int weight) {
    return new Claim(camera, Optional.empty(), 0, MANY, MANY, weight);
  }

  private static Claim member(String camera, String group, int weight) {
    return new Claim(camera, Optional.of(group), 0, MANY, MANY, weight);
  }

  private static Budgets guaranteed(long all, long north) {
    return new Budgets(Optional.of(all), Map.of(), Map.of("north", north));
  }

  private static Budgets budgets(Optional<Long> all) {
    return new Budgets(all, Map.of(), Map.of());
  }
}
