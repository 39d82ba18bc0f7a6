package org.vigie.signaling.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vigie.signaling.StartException;
import org.vigie.signaling.identity.IdentityRecords.CameraRecord;
import org.vigie.signaling.identity.IdentityRecords.ViewerRecord;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Everybody who has a token. A change is on disk before it counts, so that a token once handed out
 * survives a restart and one taken away does not come back.
 */
public final class Identities {
  /** The file's name in the data folder. */
  public static final String FILE = "identity.json";

  /** Most cameras, and most viewers: the file is written whole at every change. */
  public static final int MAX_OF_A_KIND = 20_000;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  /** Replaced whole at a change, so that readers need no lock. */
  private record Snapshot(
      IdentityRecords records, Map<String, CameraRecord> byId, Map<String, Principal> byHash) {}

  /**
   * A newly made holder of a token.
   *
   * @param principal who
   * @param token in clear, for the only time
   */
  public record Enrolled<P extends Principal>(P principal, String token) {}

  private final DataDirectory directory;
  private final String operatorHash;
  private volatile Snapshot snapshot;

  private Identities(DataDirectory directory, String operatorToken, IdentityRecords records) {
    this.directory = directory;
    this.operatorHash = Token.hash(operatorToken);
    this.snapshot = index(records, operatorHash);
  }

  /** Reads the file; a damaged one stops the start and stays as it is. */
  public static Identities open(DataDirectory directory, String operatorToken)
      throws StartException {
    Path file = directory.file(FILE);
    try {
      return new Identities(
          directory, operatorToken, Files.exists(file) ? read(file) : IdentityRecords.EMPTY);
    } catch (IOException | JacksonException e) {
      throw new StartException(
          "The cameras and viewers in " + file + " cannot be read: " + firstLine(e) + ".",
          "Restore the file from a backup, or move it away to start without cameras and viewers.",
          e);
    }
  }

  /** Whose token this is, if anybody's. */
  public Optional<Principal> authenticate(String token) {
    // Found by hash: how long the look-up takes says nothing about any token.
    String hash = Token.hash(token);
    if (Token.sameHash(hash, operatorHash)) {
      return Optional.of(new Principal.Operator());
    }
    return Optional.ofNullable(snapshot.byHash.get(hash));
  }

  /** Whether a token still is one: it may have been removed or replaced since its holder asked. */
  public boolean knows(Principal principal) {
    return switch (principal) {
      case Principal.Operator operator -> true;
      case Principal.Camera camera -> camera(camera.id()).filter(camera::equals).isPresent();
      case Principal.Viewer viewer -> viewer(viewer.id()).isPresent();
    };
  }

  /** The enrolled cameras in the order of their enrolment. */
  public List<Principal.Camera> cameras() {
    return snapshot.records.cameras().stream().map(CameraRecord::principal).toList();
  }

  /** A camera by its id. */
  public Optional<Principal.Camera> camera(String id) {
    return Optional.ofNullable(snapshot.byId.get(id)).map(CameraRecord::principal);
  }

  /** The viewers in the order of their making. */
  public List<Principal.Viewer> viewers() {
    return snapshot.records.viewers().stream().map(ViewerRecord::principal).toList();
  }

  /** A viewer by its id. */
  public Optional<Principal.Viewer> viewer(String id) {
    return viewers().stream().filter(viewer -> viewer.id().equals(id)).findFirst();
  }

  /**
   * Enrols a camera.
   *
   * @return empty if there is one with this id
   * @throws IOException if it cannot be written; nothing has changed then
   */
  public synchronized Optional<Enrolled<Principal.Camera>> addCamera(String id, String name)
      throws IOException {
    return camera(id).isEmpty() ? Optional.of(putCamera(id, name)) : Optional.empty();
  }

  /**
   * Enrols a camera, or gives the one with this id a new token; the old one is worth nothing then.
   *
   * @throws IOException if it cannot be written; nothing has changed then
   */
  public synchronized Enrolled<Principal.Camera> putCamera(String id, String name)
      throws IOException {
    String token = Token.random();
    CameraRecord camera = new CameraRecord(id, name, Token.hash(token));
    commit(snapshot.records.with(camera));
    return new Enrolled<>(camera.principal(), token);
  }

  /**
   * Forgets a camera and its token.
   *
   * @return whether there was one
   * @throws IOException if it cannot be written; nothing has changed then
   */
  public synchronized boolean removeCamera(String id) throws IOException {
    if (camera(id).isEmpty()) {
      return false;
    }
    commit(snapshot.records.withoutCamera(id));
    return true;
  }

  /**
   * Makes a viewer.
   *
   * @param cameras ids, or {@link Principal#ALL}
   * @throws IOException if it cannot be written; nothing has changed then
   */
  public synchronized Enrolled<Principal.Viewer> addViewer(String name, List<String> cameras)
      throws IOException {
    String token = Token.random();
    String id = "v" + Token.hash(Token.random()).substring(0, 12);
    ViewerRecord viewer = new ViewerRecord(id, name, cameras, Token.hash(token));
    commit(snapshot.records.with(viewer));
    return new Enrolled<>(viewer.principal(), token);
  }

  /**
   * Forgets a viewer and its token.
   *
   * @return whether there was one
   * @throws IOException if it cannot be written; nothing has changed then
   */
  public synchronized boolean removeViewer(String id) throws IOException {
    if (viewer(id).isEmpty()) {
      return false;
    }
    commit(snapshot.records.withoutViewer(id));
    return true;
  }

  private static IdentityRecords read(Path file) throws IOException {
    // Nullable whatever Jackson's types say: a file may hold the word null.
    @Nullable IdentityRecords records =
        JSON.readValue(Files.readAllBytes(file), IdentityRecords.class);
    if (records == null) {
      throw new IOException("it holds nothing");
    }
    return records;
  }

  private void commit(IdentityRecords records) throws IOException {
    directory.write(FILE, JSON.writeValueAsBytes(records));
    snapshot = index(records, operatorHash);
  }

  private static Snapshot index(IdentityRecords records, String operatorHash) {
    Map<String, CameraRecord> byId = new HashMap<>();
    Map<String, Principal> byHash = new HashMap<>();
    for (CameraRecord camera : records.cameras()) {
      byId.put(camera.id(), camera);
      byHash.put(camera.tokenSha256(), camera.principal());
    }
    records.viewers().forEach(viewer -> byHash.put(viewer.tokenSha256(), viewer.principal()));
    byHash.remove(operatorHash);
    return new Snapshot(records, Map.copyOf(byId), Map.copyOf(byHash));
  }

  private static String firstLine(Exception e) {
    String message =
        e instanceof JacksonException json ? json.getOriginalMessage() : e.getMessage();
    return String.valueOf(message).lines().findFirst().orElse("");
  }
}
