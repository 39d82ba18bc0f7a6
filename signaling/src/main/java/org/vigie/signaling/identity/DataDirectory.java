package org.vigie.signaling.identity;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.vigie.signaling.StartException;

/**
 * The folder with the relay's state. Everything in it is a secret or says who may see what, so only
 * its owner may read it.
 */
public final class DataDirectory {
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private final Path folder;

  private DataDirectory(Path folder) {
    this.folder = folder;
  }

  /** Makes the folder if there is none and proves that it can be written. */
  public static DataDirectory open(Path folder) throws StartException {
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder, permissions("rwx------"));
      }
      DataDirectory directory = new DataDirectory(folder.toAbsolutePath().normalize());
      directory.proveWritable();
      return directory;
    } catch (IOException e) {
      throw new StartException(
          "The data folder " + folder.toAbsolutePath() + " cannot be written: " + reason(e) + ".",
          "Give it to the user that runs Vigie (chown), or name another one with --set"
              + " vigie.data-dir=FOLDER.",
          e);
    }
  }

  /**
   * Keeps other relays away: two that write the same files would undo each other's changes.
   *
   * @return what gives the folder free when closed; the end of the process does too
   */
  public FileChannel lock() throws StartException {
    Path file = file("lock");
    try {
      FileChannel channel =
          FileChannel.open(
              file,
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
              permissions("rw-------"));
      if (tryLock(channel)) {
        return channel;
      }
      channel.close();
    } catch (IOException e) {
      throw new StartException(
          "The data folder " + folder + " cannot be locked: " + reason(e) + ".",
          "Name a folder on a local disk with --set vigie.data-dir=FOLDER.",
          e);
    }
    throw new StartException(
        "Another Vigie uses the data folder " + folder + ".",
        "Stop it, or give this one a folder of its own with --set vigie.data-dir=FOLDER.");
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException sameProcess) {
      return false;
    }
  }

  /** A file in it. */
  public Path file(String name) {
    return folder.resolve(name);
  }

  /**
   * Replaces a file as one step: a reader, or a start after a power cut, finds the old content or
   * the new, never a mixture.
   */
  public void write(String name, byte[] content) throws IOException {
    Path target = file(name);
    Path temporary = Files.createTempFile(folder, name + ".", ".new", permissions("rw-------"));
    try {
      writeThrough(temporary, content);
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
    syncFolder();
  }

  /**
   * Adds to the end of a file, which is made if there is none. When this returns, it is on disk;
   * when it fails, the file is as it was, as far as the disk still obeys.
   */
  public void append(String name, byte[] content) throws IOException {
    Path file = file(name);
    boolean isNew = !Files.exists(file);
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            permissions("rw-------"))) {
      long end = channel.size();
      channel.position(end);
      try {
        writeThrough(channel, content);
      } catch (IOException e) {
        channel.truncate(end);
        throw e;
      }
    }
    if (isNew) {
      syncFolder();
    }
  }

  /** Cuts a file off, which needs no room on the disk. When this returns, it is on disk. */
  public void truncate(String name, long bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file(name), StandardOpenOption.WRITE)) {
      channel.truncate(bytes);
      channel.force(true);
    }
  }

  /** Takes away what others may do with a file; says whether there was anything to take. */
  public boolean makePrivate(String name) throws IOException {
    Set<PosixFilePermission> owner = PosixFilePermissions.fromString("rw-------");
    if (!POSIX || owner.containsAll(Files.getPosixFilePermissions(file(name)))) {
      return false;
    }
    Files.setPosixFilePermissions(file(name), owner);
    return true;
  }

  @Override
  public String toString() {
    return folder.toString();
  }

  private void proveWritable() throws IOException {
    Files.delete(Files.createTempFile(folder, "probe.", ".new", permissions("rw-------")));
  }

  private static void writeThrough(Path file, byte[] content) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      writeThrough(channel, content);
    }
  }

  private static void writeThrough(FileChannel channel, byte[] content) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(content);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    channel.force(true);
  }

  /** Without this the rename itself may be lost with the power. */
  private void syncFolder() throws IOException {
    if (POSIX) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static FileAttribute<?>[] permissions(String mode) {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }

  private static String reason(IOException e) {
    return switch (e) {
      case java.nio.file.AccessDeniedException denied -> "permission denied";
      case java.nio.file.FileAlreadyExistsException exists -> "a file of that name is in the way";
      default -> String.valueOf(e.getMessage());
    };
  }
}
