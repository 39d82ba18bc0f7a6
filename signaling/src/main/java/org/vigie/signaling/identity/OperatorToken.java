package org.vigie.signaling.identity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigie.signaling.StartException;

/**
 * The first operator's token. It lies in clear in {@code operator-token} because the person at the
 * machine has to be able to read it.
 */
public final class OperatorToken {
  /** The file's name in the data folder. */
  public static final String FILE = "operator-token";

  private static final Logger log = LoggerFactory.getLogger(OperatorToken.class);

  /** 22 characters of base64url carry 132 bits: an operator's own token may not be weaker. */
  private static final Pattern STRONG_ENOUGH = Pattern.compile("[A-Za-z0-9._~+/=-]{22,512}");

  private OperatorToken() {}

  /** Reads the token, or makes one at the first start. */
  public static String obtain(DataDirectory directory) throws StartException {
    Path file = directory.file(FILE);
    try {
      if (!Files.exists(file)) {
        directory.write(FILE, (Token.random() + "\n").getBytes(StandardCharsets.UTF_8));
        log.info("Made the operator's token in {}", file);
      }
      if (directory.makePrivate(FILE)) {
        log.warn("Others could read {}; now only its owner can", file);
      }
      return checked(file, Files.readString(file, StandardCharsets.ISO_8859_1).strip());
    } catch (IOException e) {
      throw new StartException(
          "The operator's token in " + file + " cannot be read or written: " + e.getMessage() + ".",
          "Give the file to the user that runs Vigie, or delete it to have a new one made.",
          e);
    }
  }

  private static String checked(Path file, String token) throws StartException {
    if (!STRONG_ENOUGH.matcher(token).matches()) {
      throw new StartException(
          "The operator's token in " + file + " is not one line of at least 22 token characters.",
          "Delete the file to have a new one made.");
    }
    return token;
  }
}
