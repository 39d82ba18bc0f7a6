package org.vigie.signaling.settings.live;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigie.signaling.StartException;
import org.vigie.signaling.identity.DataDirectory;

/**
 * The versions of the settings, one line of JSON each, in {@code settings.jsonl}. A line counts
 * once it is whole and on disk. When the relay dies while it writes, the rest of the last line is
 * dropped at the next start and said in the log. Old versions are drawn together into the first
 * line.
 */
final class SettingsJournal {
  static final String FILE = "settings.jsonl";

  /** Versions that can be rolled back to at least. */
  static final int KEEP = 1_000;

  private static final Logger log = LoggerFactory.getLogger(SettingsJournal.class);

  private final DataDirectory directory;
  private final List<Version> versions;
  private List<Change> base;

  private SettingsJournal(DataDirectory directory, List<Change> base, List<Version> versions) {
    this.directory = directory;
    this.base = base;
    this.versions = new ArrayList<>(versions);
  }

  /** Reads what there is. */
  static SettingsJournal open(DataDirectory directory) throws StartException {
    Path file = directory.file(FILE);
    try {
      if (!Files.exists(file)) {
        return new SettingsJournal(directory, List.of(), List.of());
      }
      return read(directory, file);
    } catch (IOException e) {
      throw new StartException(
          "The settings in " + file + " cannot be read: " + e.getMessage() + ".",
          "Restore the file from a backup, or move it away to start with conf/vigie.conf alone.",
          e);
    }
  }

  private static SettingsJournal read(DataDirectory directory, Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    ByteBuffer whole = ByteBuffer.wrap(bytes, 0, end);
    JournalLines lines =
        JournalLines.read(StandardCharsets.UTF_8.newDecoder().decode(whole).toString());
    SettingsJournal journal = new SettingsJournal(directory, lines.base(), lines.versions());
    if (end < bytes.length) {
      log.warn(
          "Settings: the last line of {} was not whole and is dropped: {} bytes behind version"
              + " {}",
          file,
          bytes.length - end,
          journal.newest());
      // In place: the disk that had no room for the line may have none for a copy of the file.
      directory.truncate(FILE, end);
    }
    return journal;
  }

  /** The newest version, 0 if there is none. */
  synchronized long newest() {
    return versions.isEmpty() ? 0 : versions.getLast().version();
  }

  /** The oldest that is remembered, 1 if there is none. */
  synchronized long oldest() {
    return versions.isEmpty() ? 1 : versions.getFirst().version();
  }

  /** Those that are remembered, oldest first. */
  synchronized List<Version> versions() {
    return List.copyOf(versions);
  }

  /** Everything that was set, in its order. */
  synchronized List<Change> setSoFar() {
    List<Change> all = new ArrayList<>(base);
    versions.forEach(version -> version.changes().forEach(each -> all.add(each.done())));
    return all;
  }

  /** Adds a version, on disk first. */
  synchronized void append(Version version) throws IOException {
    if (versions.size() >= 2 * KEEP) {
      drawTogether();
    }
    directory.append(FILE, JournalLines.line(version));
    versions.add(version);
  }

  private void drawTogether() throws IOException {
    List<Version> old = versions.subList(0, versions.size() - KEEP);
    List<Change> all = new ArrayList<>(base);
    old.forEach(version -> version.changes().forEach(each -> all.add(each.done())));
    base = JournalLines.drawnTogether(all);
    old.clear();
    rewrite();
  }

  private void rewrite() throws IOException {
    directory.write(FILE, JournalLines.lines(base, versions));
  }
}
