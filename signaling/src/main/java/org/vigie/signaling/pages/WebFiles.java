package org.vigie.signaling.pages;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The files that the web build left on the class path, each read once. */
public final class WebFiles {
  /** Where the web build puts them. */
  public static final String FOLDER = "org/vigie/web/";

  private final String folder;

  /** Bounded by the files that there are: what is missing is not remembered. */
  private final Map<String, WebFile> known = new ConcurrentHashMap<>();

  /** Reads below a folder of the class path, written with a slash at its end. */
  public WebFiles(String folder) {
    this.folder = folder;
  }

  /**
   * A file.
   *
   * @param content its bytes
   * @param etag of those bytes
   */
  record WebFile(ByteBuffer content, String etag) {}

  /** A file by its path below the folder; the caller has checked that path. */
  Optional<WebFile> read(String path) {
    WebFile file = known.get(path);
    return file != null ? Optional.of(file) : load(path);
  }

  /** A strong ETag of some bytes. */
  static String etag(byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(hash) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private Optional<WebFile> load(String path) {
    try (InputStream in = WebFiles.class.getClassLoader().getResourceAsStream(folder + path)) {
      if (in == null) {
        return Optional.empty();
      }
      byte[] content = in.readAllBytes();
      WebFile file = new WebFile(ByteBuffer.wrap(content).asReadOnlyBuffer(), etag(content));
      known.put(path, file);
      return Optional.of(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
