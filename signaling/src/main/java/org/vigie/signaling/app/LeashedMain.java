package org.vigie.signaling.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs another main class on the leash of its parent: the class and its arguments come line by line
 * on stdin up to an empty line, and when stdin ends, because the parent closed it or is no more, so
 * does this process.
 */
public final class LeashedMain {
  private static final Duration HOOKS_WITHIN = Duration.ofSeconds(2);

  private LeashedMain() {}

  /** Takes no arguments. */
  public static void main(String[] none) throws Exception {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    List<String> words = new ArrayList<>();
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      words.add(line);
    }
    if (words.isEmpty()) {
      return;
    }
    Thread.ofPlatform().name("leash").daemon().start(() -> endWith(in));
    String[] arguments = words.subList(1, words.size()).toArray(String[]::new);
    Class.forName(words.getFirst())
        .getMethod("main", String[].class)
        .invoke(null, (Object) arguments);
  }

  private static void endWith(BufferedReader in) {
    try {
      in.transferTo(Writer.nullWriter());
    } catch (IOException e) {
      System.err.println("The leash broke: " + e.getMessage());
    }
    // Shutdown hooks say goodbye to the relay, but nothing may keep an orphan alive.
    Thread.ofPlatform().daemon().start(LeashedMain::haltSoon);
    System.exit(0);
  }

  private static void haltSoon() {
    try {
      Thread.sleep(HOOKS_WITHIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(1);
  }
}
