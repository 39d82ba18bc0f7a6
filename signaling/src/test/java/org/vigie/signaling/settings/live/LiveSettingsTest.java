package org.vigie.signaling.settings.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.signaling.StartException;
import org.vigie.signaling.identity.DataDirectory;
import org.vigie.signaling.settings.SettingsReader;
import org.vigie.signaling.settings.live.LiveSettings.Snapshot;
import org.vigie.signaling.settings.live.SettingsRefusedException.Cause;

/** Versions of the settings, on disk and back. */
class LiveSettingsTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final Scope CAM = Scope.camera("cam-1");

  @TempDir private Path folder;

  @Test
  void theNearestScopeWins() throws Exception {
    LiveSettings settings = open();
    assertEquals(20_000_000, maxOf(settings));
    set(settings, Scope.RELAY, LiveKey.CAMERA_MAX_BITRATE, 5_000_000);
    assertEquals(5_000_000, maxOf(settings));
    set(settings, Scope.group("north"), LiveKey.CAMERA_MAX_BITRATE, 3_000_000);
    assertEquals(5_000_000, maxOf(settings));
    join(settings, "north");
    assertEquals(3_000_000, maxOf(settings));
    set(settings, CAM, LiveKey.CAMERA_MAX_BITRATE, 1_000_000);
    assertEquals(1_000_000, maxOf(settings));
    take(settings, CAM, LiveKey.CAMERA_MAX_BITRATE);
    assertEquals(3_000_000, maxOf(settings));
  }

  @Test
  void everyChangeIsAVersionWithWhoAndWhyThatOutlivesTheRelay() throws Exception {
    LiveSettings settings = open();
    set(settings, CAM, LiveKey.CAMERA_MAX_BITRATE, 600_000);
    LiveSettings again = open();
    assertEquals(settings.now(), again.now());
    Version version = again.versions().getFirst();
    assertEquals(1, version.version());
    assertEquals(NOON, version.at());
    assertEquals("operator", version.by());
    assertEquals("thin line", version.reason());
    assertEquals(
        "camera:cam-1 camera.max-bitrate: not set -> 600000", version.changes().getFirst() + "");
    String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file()));
    assertEquals("rw-------", mode);
  }

  @Test
  void whatChangesNothingMakesNoVersion() throws Exception {
    LiveSettings settings = open();
    set(settings, CAM, LiveKey.CAMERA_WEIGHT, 3);
    set(settings, CAM, LiveKey.CAMERA_WEIGHT, 3);
    assertEquals(1, settings.now().version());
    assertEquals(1, Files.readAllLines(file()).size());
  }

  @Test
  void rollingBackRestoresEveryValueAndIsAVersionItself() throws Exception {
    LiveSettings settings = open();
    set(settings, CAM, LiveKey.CAMERA_MAX_BITRATE, 600_000);
    LiveValues then = settings.now().values();
    set(settings, CAM, LiveKey.CAMERA_MAX_BITRATE, 700_000);
    take(settings, CAM, LiveKey.CAMERA_MAX_BITRATE);
    set(settings, Scope.RELAY, LiveKey.CAMERA_WEIGHT, 7);
    settings.rollBack(any -> true, 1, all -> true, "operator", "was better");
    assertEquals(then, settings.now().values());
    assertEquals(5, settings.now().version());
    assertEquals(Optional.of(1L), settings.versions().getFirst().rollbackTo());
    settings.rollBack(any -> true, 0, all -> true, "operator", "back to the file");
    assertEquals(Map.of(), settings.now().values().set());
    assertEquals(settings.now(), open().now());
  }

  @Test
  void aRollBackBringsNothingBackForACameraThatIsThereNoLonger() throws Exception {
    LiveSettings settings = open();
    set(settings, Scope.RELAY, LiveKey.CAMERA_WEIGHT, 7);
    set(settings, CAM, LiveKey.CAMERA_MAX_BITRATE, 600_000);
    take(settings, Scope.RELAY, LiveKey.CAMERA_WEIGHT);
    assertTrue(settings.forget(CAM.name(), "operator"));
    assertFalse(settings.forget(CAM.name(), "operator"));
    settings.rollBack(any -> true, 2, camera -> false, "operator", "was better");
    assertEquals(Set.of(Scope.RELAY), settings.now().values().set().keySet());
  }

  @Test
  void aVersionThatNeverWasCannotBeRestored() throws Exception {
    LiveSettings settings = open();
    for (long version : new long[] {-1, 1, 99}) {
      assertEquals(
          Cause.UNKNOWN_VERSION,
          refused(() -> settings.rollBack(any -> true, version, all -> true, "operator", "r"))
              .why());
    }
  }

  @Test
  void aVersionThatContradictsTheConfigurationOfTodayIsNotRestored() throws Exception {
    LiveSettings settings = open();
    set(settings, CAM, LiveKey.CAMERA_MIN_BITRATE, 900_000);
    take(settings, CAM, LiveKey.CAMERA_MIN_BITRATE);
    Map<LiveKey, LiveValue> file = new HashMap<>(settings.now().values().file());
    file.put(LiveKey.CAMERA_MAX_BITRATE, new LiveValue.Whole(800_000));
    settings.reload(file);
    assertEquals(
        Cause.FAULTY,
        refused(() -> settings.rollBack(any -> true, 1, all -> true, "operator", "r")).why());
  }

  @Test
  void ofManyWhoChangeTheSameVersionExactlyOneSucceeds() throws Exception {
    LiveSettings settings = open();
    String etag = settings.now().etag();
    int callers = 16;
    CountDownLatch together = new CountDownLatch(callers);
    AtomicInteger stale = new AtomicInteger();
    List<Future<?>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
      for (int i = 0; i < callers; i++) {
        long bps = 600_000L + i;
        all.add(
            threads.submit(() -> {
              together.countDown();
              together.await();
              try {
                settings.change(
                    now -> now.etag().equals(etag),
                    List.of(change(CAM, LiveKey.CAMERA_MAX_BITRATE, bps)),
                    "operator",
                    "race");
              } catch (SettingsRefusedException e) {
                assertEquals(Cause.STALE, e.why());
                stale.incrementAndGet();
              }
              return bps;
            }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    }
    assertEquals(callers - 1, stale.get());
    assertEquals(1, settings.now().version());
  }

  @Test
  void whereverTheRelayDiesInTheMiddleOfALineTheVersionsBeforeItStand() throws Exception {
    LiveSettings settings = open();
    set(settings, CAM, LiveKey.CAMERA_MAX_BITRATE, 600_000);
    LiveValues before = settings.now().values();
    long whole = Files.size(file());
    set(settings, CAM, LiveKey.CAMERA_MAX_BITRATE, 700_000);
    byte[] both = Files.readAllBytes(file());
    for (int length = (int) whole; length < both.length; length++) {
      Files.write(file(), java.util.Arrays.copyOf(both, length));
      LiveSettings again = open();
      assertEquals(before, again.now().values(), "cut at " + length);
      set(again, CAM, LiveKey.CAMERA_WEIGHT, 2);
      assertEquals(2, open().now().version(), "cut at " + length);
    }
  }

  @Test
  void theRestOfALineIsCutOffInPlaceSoThatAFullDiskDoesNotKeepTheRelayFromStarting()
      throws Exception {
    set(open(), CAM, LiveKey.CAMERA_MAX_BITRATE, 600_000);
    byte[] whole = Files.readAllBytes(file());
    Object before = Files.getAttribute(file(), "unix:ino");
    byte[] halfACharacter = {'{', '"', (byte) 0xc3};
    Files.write(file(), halfACharacter, StandardOpenOption.APPEND);
    assertEquals(1, open().now().version());
    assertArrayEquals(whole, Files.readAllBytes(file()));
    assertEquals(before, Files.getAttribute(file(), "unix:ino"));
  }

  @Test
  void damageBeforeTheEndStopsTheStartAndTouchesNothing() throws Exception {
    LiveSettings settings = open();
    set(settings, CAM, LiveKey.CAMERA_MAX_BITRATE, 600_000);
    set(settings, CAM, LiveKey.CAMERA_MAX_BITRATE, 700_000);
    for (String damage :
        List.of("{\n", "[]\n", "{\"version\":1}\n", "\0\0\n", "null\n", "{\"base\":7}\n{\n")) {
      Files.writeString(file(), damage + Files.readAllLines(file()).getLast() + "\n");
      String text = Files.readString(file());
      StartException refused = assertThrows(StartException.class, this::open, damage);
      assertTrue(refused.getMessage().contains("damaged"), refused.getMessage());
      assertEquals(text, Files.readString(file()));
    }
  }

  @Test
  void aKeyThatThisVigieDoesNotKnowIsLeftOut() throws Exception {
    String line =
        "{\"version\":1,\"at\":\"2026-11-23T12:00:00Z\",\"by\":\"operator\",\"reason\":\"r\","
            + "\"changes\":[{\"scope\":\"relay\",\"key\":\"from.tomorrow\",\"to\":1},"
            + "{\"scope\":\"relay\",\"key\":\"camera.weight\",\"to\":100000},"
            + "{\"scope\":\"relay\",\"key\":\"camera.max-bitrate\",\"to\":900000}]}\n";
    Files.writeString(folder.resolve(SettingsJournal.FILE), line);
    assertEquals(
        Map.of(Scope.RELAY, Map.of(LiveKey.CAMERA_MAX_BITRATE, new LiveValue.Whole(900_000))),
        open().now().values().set());
  }

  @Test
  void oldVersionsAreDrawnTogetherAndTheirValuesStay() throws Exception {
    LiveSettings settings = open();
    set(settings, Scope.group("north"), LiveKey.CAMERA_WEIGHT, 9);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 2 * SettingsJournal.KEEP + 10; i++) {
      set(settings, CAM, LiveKey.CAMERA_MAX_BITRATE, 100_000 + i * 10L + random.nextInt(10));
    }
    LiveSettings again = open();
    assertEquals(settings.now(), again.now());
    assertTrue(again.versions().size() < 2 * SettingsJournal.KEEP);
    assertTrue(again.versions().size() >= SettingsJournal.KEEP);
    long oldest = again.versions().getLast().version();
    assertEquals(
        Cause.UNKNOWN_VERSION,
        refused(() -> again.rollBack(any -> true, oldest - 2, all -> true, "operator", "r")).why());
    again.rollBack(any -> true, oldest - 1, all -> true, "operator", "r");
    assertEquals(9, again.now().values().termsOfGroup("north").weight());
  }

  @Test
  void aChangeThatCannotBeKeptDoesNotCount() throws Exception {
    LiveSettings settings = open();
    Files.createDirectory(file());
    assertThrows(IOException.class, () -> set(settings, CAM, LiveKey.CAMERA_MAX_BITRATE, 600_000));
    assertEquals(0, settings.now().version());
    assertEquals(20_000_000, maxOf(settings));
  }

  @Test
  void valuesThatRuleEachOtherOutAreRefusedAndNamed() throws Exception {
    LiveSettings settings = open();
    contradicts(settings, change(Scope.RELAY, LiveKey.CAMERA_MIN_BITRATE, 30_000_000));
    contradicts(settings, change(Scope.RELAY, LiveKey.BUDGET_INGRESS, 40_000));
    contradicts(
        settings,
        change(Scope.RELAY, LiveKey.BUDGET_INGRESS, 1_000_000),
        change(Scope.group("north"), LiveKey.BUDGET_INGRESS, 2_000_000));
    contradicts(
        settings,
        change(Scope.group("north"), LiveKey.CAMERA_MIN_BITRATE, 700_000),
        change(Scope.group("north"), LiveKey.BUDGET_INGRESS, 600_000));
    contradicts(
        settings,
        change(Scope.group("north"), LiveKey.BUDGET_INGRESS, 1_000_000),
        change(Scope.group("north"), LiveKey.BUDGET_GUARANTEED, 1_100_000));
    contradicts(
        settings,
        change(Scope.RELAY, LiveKey.BUDGET_INGRESS, 1_000_000),
        change(Scope.group("north"), LiveKey.BUDGET_GUARANTEED, 600_000),
        change(Scope.group("south"), LiveKey.BUDGET_GUARANTEED, 600_000));
    set(settings, Scope.group("north"), LiveKey.CAMERA_MAX_BITRATE, 500_000);
    join(settings, "north");
    contradicts(settings, change(CAM, LiveKey.CAMERA_MIN_BITRATE, 600_000));
    assertEquals(2, settings.now().version());
  }

  @Test
  void whatACameraIsLeftWithIsNotMoreThanABudgetThatItSharesCarries() throws Exception {
    LiveSettings settings = open();
    set(settings, Scope.RELAY, LiveKey.BUDGET_INGRESS, 3_000_000);
    contradicts(settings, change(CAM, LiveKey.CAMERA_MIN_BITRATE, 3_000_001));
    contradicts(settings, change(Scope.group("north"), LiveKey.CAMERA_MIN_BITRATE, 3_000_001));
    set(settings, CAM, LiveKey.CAMERA_MIN_BITRATE, 2_000_000);
    set(settings, Scope.group("north"), LiveKey.BUDGET_INGRESS, 1_000_000);
    SettingsRefusedException refused = refused(() -> join(settings, "north"));
    SettingFault fault = refused.faults().getFirst();
    assertEquals(Optional.of("camera.min-bitrate"), fault.key());
    assertTrue(fault.detail().contains("group:north carries, 1000000 bit/s"), fault.detail());
    contradicts(settings, change(Scope.RELAY, LiveKey.BUDGET_INGRESS, 1_900_000));
    set(settings, CAM, LiveKey.CAMERA_MIN_BITRATE, 900_000);
    join(settings, "north");
  }

  @Test
  void thereIsAMostOfValues() throws Exception {
    LiveSettings settings = open();
    List<Change> most =
        IntStream.range(0, LiveSettings.MAX_VALUES)
            .mapToObj(i -> change(Scope.group("g" + i), LiveKey.CAMERA_WEIGHT, 2))
            .toList();
    settings.change(any -> true, most, "operator", "many");
    assertEquals(Cause.TOO_MANY, refused(() -> set(settings, CAM, LiveKey.CAMERA_WEIGHT, 2)).why());
    take(settings, Scope.group("g7"), LiveKey.CAMERA_WEIGHT);
    set(settings, CAM, LiveKey.CAMERA_WEIGHT, 2);
  }

  @Test
  void aSmallerLayerCannotBeGivenMoreThanALargerOne() throws Exception {
    LiveSettings settings = open();
    Change low = change(Scope.RELAY, LiveKey.CAMERA_LAYER_BITRATE_LOW, 400_000);
    contradicts(settings, low, change(Scope.RELAY, LiveKey.CAMERA_LAYER_BITRATE_MID, 300_000));
    contradicts(settings, low, change(Scope.RELAY, LiveKey.CAMERA_LAYER_BITRATE_HIGH, 300_000));
    set(settings, Scope.RELAY, LiveKey.CAMERA_LAYER_BITRATE_MID, 300_000);
    contradicts(settings, change(CAM, LiveKey.CAMERA_LAYER_BITRATE_HIGH, 200_000));
    contradicts(settings, change(Scope.group("a"), LiveKey.CAMERA_LAYER_BITRATE_LOW, 300_001));
    contradicts(
        settings,
        change(Scope.RELAY, LiveKey.CAMERA_MAX_BITRATE, 200_000),
        change(Scope.RELAY, LiveKey.CAMERA_LAYER_BITRATE_HIGH, 250_000));
    set(settings, CAM, LiveKey.CAMERA_LAYER_BITRATE_HIGH, 300_000);
    assertEquals(
        new LayerRates(0, 300_000, 300_000), settings.now().values().termsOf("cam-1").layers());
  }

  @Test
  void aLayersBoundAboveTheCapStandsAndIsSaidToHaveNoEffect() throws Exception {
    LiveSettings settings = open();
    set(settings, Scope.RELAY, LiveKey.CAMERA_LAYER_BITRATE_HIGH, 3_000_000);
    assertEquals(List.of(), settings.now().values().withoutEffect());
    set(settings, CAM, LiveKey.CAMERA_MAX_BITRATE, 2_000_000);
    WithoutEffect found = settings.now().values().withoutEffect().getFirst();
    assertEquals(CAM, found.scope());
    assertEquals(LiveKey.CAMERA_LAYER_BITRATE_HIGH, found.key());
    assertEquals(3_000_000, found.value());
    assertTrue(found.detail().contains("2000000 bit/s"), found.detail());
    CameraTerms terms = settings.now().values().termsOf("cam-1");
    assertEquals(new LayerRates(0, 0, 2_000_000), terms.layerRates());
    set(settings, CAM, LiveKey.CAMERA_WEIGHT, 2);
    assertEquals(1, settings.now().values().withoutEffect().size());
  }

  @Test
  void anotherConfigurationCountsWhereNobodyHasSetAnything() throws Exception {
    LiveSettings settings = open();
    set(settings, Scope.RELAY, LiveKey.CAMERA_WEIGHT, 5);
    Map<LiveKey, LiveValue> file = new HashMap<>(settings.now().values().file());
    file.put(LiveKey.CAMERA_WEIGHT, new LiveValue.Whole(2));
    file.put(LiveKey.CAMERA_MAX_BITRATE, new LiveValue.Whole(4_000_000));
    Snapshot before = settings.now();
    List<LiveValues> heard = new ArrayList<>();
    settings.onChange(heard::add);
    assertEquals(2, settings.reload(file).size());
    assertEquals(5, settings.now().values().termsOf("cam-1").weight());
    assertEquals(4_000_000, maxOf(settings));
    assertEquals(List.of(settings.now().values()), heard);
    assertTrue(!before.etag().equals(settings.now().etag()), before.etag());
    assertEquals(List.of(), settings.reload(file));
  }

  private LiveSettings open() throws StartException {
    return LiveSettings.open(
        DataDirectory.open(folder), SettingsReader.defaults().live(), InstantSource.fixed(NOON));
  }

  private Path file() {
    return folder.resolve("settings.jsonl");
  }

  private static long maxOf(LiveSettings settings) {
    return settings.now().values().termsOf("cam-1").maxBps();
  }

  private static void set(LiveSettings settings, Scope scope, LiveKey key, long value)
      throws Exception {
    settings.change(any -> true, List.of(change(scope, key, value)), "operator", "thin line");
  }

  private static void take(LiveSettings settings, Scope scope, LiveKey key) throws Exception {
    settings.change(
        any -> true, List.of(new Change(scope, key, Optional.empty())), "operator", "no more");
  }

  private static void join(LiveSettings settings, String group) throws Exception {
    Change change = new Change(CAM, LiveKey.CAMERA_GROUP, Optional.of(new LiveValue.Name(group)));
    settings.change(any -> true, List.of(change), "operator", "incident");
  }

  private static Change change(Scope scope, LiveKey key, long value) {
    return new Change(scope, key, Optional.of(new LiveValue.Whole(value)));
  }

  private static void contradicts(LiveSettings settings, Change... changes) {
    SettingsRefusedException refused =
        refused(() -> settings.change(any -> true, List.of(changes), "operator", "r"));
    assertEquals(Cause.FAULTY, refused.why());
    assertEquals("contradiction", refused.faults().getFirst().code());
  }

  private static SettingsRefusedException refused(org.junit.jupiter.api.function.Executable step) {
    return assertThrows(SettingsRefusedException.class, step);
  }
}
