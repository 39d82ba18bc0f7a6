package org.vigie.signaling.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.signaling.StartException;

class IdentitiesTest {
  private static final String OPERATOR = "operator-token-of-this-test";

  @TempDir private Path temporary;

  private Path folder;
  private DataDirectory directory;
  private Identities identities;

  @BeforeEach
  void open() throws StartException {
    folder = temporary.resolve("var");
    directory = DataDirectory.open(folder);
    identities = Identities.open(directory, OPERATOR);
  }

  @Test
  void eachTokenSpeaksForItsHolder() throws Exception {
    Identities.Enrolled<Principal.Camera> camera =
        identities.addCamera("cam-1", "Camera 1").orElseThrow();
    Identities.Enrolled<Principal.Viewer> viewer = identities.addViewer("Post", List.of("cam-1"));
    assertEquals(Optional.of(camera.principal()), identities.authenticate(camera.token()));
    assertEquals(Optional.of(viewer.principal()), identities.authenticate(viewer.token()));
    assertTrue(identities.authenticate(OPERATOR).orElseThrow().isOperator());
    assertEquals(Optional.empty(), identities.authenticate("other"));
    assertEquals(Optional.empty(), identities.authenticate(""));
    assertEquals(Optional.empty(), identities.authenticate(Token.hash(camera.token())));
  }

  @Test
  void everythingIsThereAfterARestart() throws Exception {
    String token = identities.addCamera("cam-1", "Caméra é").orElseThrow().token();
    identities.addViewer("Post", List.of(Principal.ALL));
    Identities again = Identities.open(directory, OPERATOR);
    assertEquals(identities.cameras(), again.cameras());
    assertEquals(identities.viewers(), again.viewers());
    assertEquals("Caméra é", again.authenticate(token).orElseThrow().name());
  }

  @Test
  void aNewTokenMakesTheOldOneWorthless() throws Exception {
    String old = identities.addCamera("cam-1", "A").orElseThrow().token();
    String renewed = identities.putCamera("cam-1", "B").token();
    assertNotEquals(old, renewed);
    assertEquals(Optional.empty(), identities.authenticate(old));
    assertEquals("B", identities.authenticate(renewed).orElseThrow().name());
    assertEquals(1, identities.cameras().size());
  }

  @Test
  void whoIsRemovedIsRemovedAfterARestartToo() throws Exception {
    String camera = identities.addCamera("cam-1", "A").orElseThrow().token();
    Identities.Enrolled<Principal.Viewer> viewer = identities.addViewer("P", List.of("*"));
    assertTrue(identities.removeCamera("cam-1"));
    assertTrue(identities.removeViewer(viewer.principal().id()));
    assertFalse(identities.removeCamera("cam-1"));
    Identities again = Identities.open(directory, OPERATOR);
    assertEquals(Optional.empty(), again.authenticate(camera));
    assertEquals(Optional.empty(), again.authenticate(viewer.token()));
    assertFalse(identities.knows(viewer.principal()));
  }

  @Test
  void aCameraIsNotEnrolledTwice() throws Exception {
    identities.addCamera("cam-1", "A");
    assertEquals(Optional.empty(), identities.addCamera("cam-1", "B"));
  }

  @Test
  void onlyHashesAreWrittenAndOnlyForTheOwner() throws Exception {
    String token = identities.addCamera("cam-1", "A").orElseThrow().token();
    String file = Files.readString(folder.resolve(Identities.FILE));
    assertFalse(file.contains(token));
    assertTrue(file.contains(Token.hash(token)));
    assertEquals("rw-------", permissions(folder.resolve(Identities.FILE)));
    assertEquals("rwx------", permissions(folder));
  }

  @Test
  void nothingTemporaryIsLeftBehind() throws Exception {
    for (int i = 0; i < 10; i++) {
      identities.addCamera("cam-" + i, "A");
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void aDamagedFileStopsTheStartAndStaysAsItIs() throws Exception {
    Path file = folder.resolve(Identities.FILE);
    String hash = "a".repeat(64);
    String camera = "{\"id\":\"cam-1\",\"name\":\"A\",\"tokenSha256\":\"" + hash + "\"}";
    for (String content :
        List.of(
            "",
            "{",
            "null",
            "[]",
            "{}",
            "{\"version\":2,\"cameras\":[],\"viewers\":[]}",
            "{\"version\":1,\"cameras\":[]}",
            "{\"version\":1,\"cameras\":[],\"viewers\":[],\"more\":1}",
            "{\"version\":1,\"cameras\":[null],\"viewers\":[]}",
            "{\"version\":1,\"cameras\":[" + camera + "," + camera + "],\"viewers\":[]}",
            "{\"version\":1,\"cameras\":[" + camera.replace(hash, "abc") + "],\"viewers\":[]}",
            "{\"version\":1,\"cameras\":[" + camera.replace("cam-1", "../x") + "],\"viewers\":[]}",
            "{\"version\":1,\"cameras\":[],\"viewers\":[]} trailing")) {
      Files.writeString(file, content);
      StartException refused =
          assertThrows(StartException.class, () -> Identities.open(directory, OPERATOR), content);
      assertTrue(refused.getMessage().contains(file.toString()), refused.getMessage());
      assertEquals(content, Files.readString(file));
    }
  }

  @Test
  void aFolderThatCannotBeMadeStopsTheStartWithItsName() throws IOException {
    Path inTheWay = Files.writeString(temporary.resolve("file"), "");
    StartException refused =
        assertThrows(StartException.class, () -> DataDirectory.open(inTheWay.resolve("var")));
    assertTrue(refused.getMessage().contains(inTheWay.toString()), refused.getMessage());
    assertTrue(refused.remedy().contains("vigie.data-dir"));
    assertThrows(StartException.class, () -> DataDirectory.open(Path.of("/proc/vigie")));
    assertThrows(StartException.class, () -> DataDirectory.open(Path.of("/proc")));
  }

  @Test
  void aFolderIsForOneRelayAtATime() throws Exception {
    try (FileChannel lock = directory.lock()) {
      assertTrue(lock.isOpen());
      StartException refused = assertThrows(StartException.class, () -> directory.lock());
      assertTrue(refused.getMessage().contains(folder.toString()), refused.getMessage());
    }
    directory.lock().close();
  }

  @Test
  void aChangeThatCannotBeWrittenChangesNothing() throws Exception {
    identities.addCamera("cam-1", "A");
    Path file = folder.resolve(Identities.FILE);
    Files.delete(file);
    Files.createDirectories(file.resolve("in/the/way"));
    assertThrows(IOException.class, () -> identities.addCamera("cam-2", "B"));
    assertThrows(IOException.class, () -> identities.removeCamera("cam-1"));
    assertEquals(1, identities.cameras().size());
  }

  @Test
  void theOperatorsTokenIsMadeOnceAndForItsOwnerOnly() throws Exception {
    String token = OperatorToken.obtain(directory);
    assertEquals(token, OperatorToken.obtain(directory));
    assertEquals(43, token.length());
    Path file = folder.resolve(OperatorToken.FILE);
    assertEquals("rw-------", permissions(file));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertEquals(token, OperatorToken.obtain(directory));
    assertEquals("rw-------", permissions(file));
  }

  @Test
  void aWeakOrEmptyOperatorsTokenStopsTheStart() throws Exception {
    Path file = folder.resolve(OperatorToken.FILE);
    for (String content : List.of("", "\n", "short", "two words that are long enough", "a\nb")) {
      Files.writeString(file, content);
      StartException refused =
          assertThrows(StartException.class, () -> OperatorToken.obtain(directory), content);
      assertTrue(refused.getMessage().contains(file.toString()));
    }
  }

  @Test
  void tokensHave256RandomBits() {
    assertEquals(43, Token.random().length());
    assertNotEquals(Token.random(), Token.random());
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
