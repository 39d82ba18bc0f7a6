package org.vigie.bridge.srtp;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The functions of OpenSSL's libcrypto 3 that SRTP needs, where the machine has it. What they are
 * given lies in the {@link Scratch} of the calling thread: nothing of the heap is handed over. Each
 * call lasts under a microsecond, so a collector may wait for it.
 */
final class Libcrypto {
  private static final String LIBRARY = "libcrypto.so.3";
  private static final long OLDEST_VERSION = 0x3000_0000L;
  private static final int GET_TAG = 0x10;
  private static final int SET_TAG = 0x11;
  private static final MemorySegment NULL = MemorySegment.NULL;
  private static final @Nullable SymbolLookup SYMBOLS = lookup();

  // Static and final each, so that the compiler sees through them.
  private static final MethodHandle VERSION =
      bound("OpenSSL_version_num", FunctionDescriptor.of(JAVA_LONG));
  private static final MethodHandle FETCH =
      bound("EVP_CIPHER_fetch", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, ADDRESS));
  private static final MethodHandle NEW =
      bound("EVP_CIPHER_CTX_new", FunctionDescriptor.of(ADDRESS));
  private static final MethodHandle FREE =
      bound("EVP_CIPHER_CTX_free", FunctionDescriptor.ofVoid(ADDRESS));
  private static final MethodHandle INIT =
      critical(
          "EVP_CipherInit_ex",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_INT));
  private static final MethodHandle UPDATE =
      critical(
          "EVP_CipherUpdate",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_INT));
  private static final MethodHandle FINAL =
      critical("EVP_CipherFinal_ex", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));
  private static final MethodHandle CONTROL =
      critical(
          "EVP_CIPHER_CTX_ctrl",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));
  private static final MethodHandle SHA1_INIT =
      critical("SHA1_Init", FunctionDescriptor.of(JAVA_INT, ADDRESS));
  private static final MethodHandle SHA1_UPDATE =
      critical("SHA1_Update", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG));
  private static final MethodHandle SHA1_FINAL =
      critical("SHA1_Final", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));

  private static final boolean AVAILABLE = works();

  private Libcrypto() {}

  @SuppressWarnings("restricted")
  private static @Nullable SymbolLookup lookup() {
    try {
      return SymbolLookup.libraryLookup(LIBRARY, Arena.global());
    } catch (IllegalArgumentException | IllegalCallerException _) {
      return null; // not installed, or native access is forbidden
    }
  }

  private static MethodHandle critical(String name, FunctionDescriptor type) {
    return bound(name, type, Linker.Option.critical(false));
  }

  @SuppressWarnings("restricted")
  private static MethodHandle bound(
      String name, FunctionDescriptor type, Linker.Option... options) {
    Optional<MemorySegment> symbol = SYMBOLS == null ? Optional.empty() : SYMBOLS.find(name);
    return symbol
        .map(address -> Linker.nativeLinker().downcallHandle(address, type, options))
        .orElseGet(() -> missing(name, type.toMethodType()));
  }

  private static MethodHandle missing(String name, MethodType type) {
    MethodHandle thrower =
        MethodHandles.throwException(type.returnType(), UnsupportedOperationException.class)
            .bindTo(new UnsupportedOperationException(LIBRARY + " has no " + name));
    return MethodHandles.dropArguments(thrower, 0, type.parameterList());
  }

  /** Tries every function once, so that none is found missing later. */
  private static boolean works() {
    try {
      return SYMBOLS != null && version() >= OLDEST_VERSION && LibcryptoSelfTest.passes();
    } catch (RuntimeException _) {
      return false;
    }
  }

  /** Whether this machine has a libcrypto that can be used. */
  static boolean available() {
    return AVAILABLE;
  }

  private static long version() {
    try {
      return (long) VERSION.invokeExact();
    } catch (Throwable e) {
      throw sneaked(e);
    }
  }

  /** A cipher by its name, for the life of the process. */
  static MemorySegment fetch(String name) {
    try (Arena arena = Arena.ofConfined()) {
      return found((MemorySegment) FETCH.invokeExact(NULL, arena.allocateFrom(name), NULL), name);
    } catch (Throwable e) {
      throw sneaked(e);
    }
  }

  /** A context that {@link #free} must free. */
  static MemorySegment newContext() {
    try {
      return found((MemorySegment) NEW.invokeExact(), "memory");
    } catch (Throwable e) {
      throw sneaked(e);
    }
  }

  private static MemorySegment found(MemorySegment pointer, String what) {
    if (pointer.address() == 0) {
      throw new UnsupportedOperationException(LIBRARY + " has no " + what);
    }
    return pointer;
  }

  static void free(MemorySegment context) {
    try {
      FREE.invokeExact(context);
    } catch (Throwable e) {
      throw sneaked(e);
    }
  }

  /** Takes cipher and key. */
  static boolean setKey(MemorySegment context, MemorySegment cipher, byte[] key) {
    Scratch scratch = Scratch.ofThisThread();
    MemorySegment copy = scratch.takeTag(key, 0, key.length);
    try {
      return (int) INIT.invokeExact(context, cipher, NULL, copy, NULL, 1) == 1;
    } catch (Throwable e) {
      throw sneaked(e);
    } finally {
      copy.fill((byte) 0);
    }
  }

  /** Starts a packet under the key that the context has. */
  static boolean setIv(MemorySegment context, Scratch scratch, byte[] iv, boolean encrypt) {
    try {
      return (int) INIT.invokeExact(context, NULL, NULL, NULL, scratch.takeIv(iv), encrypt ? 1 : 0)
          == 1;
    } catch (Throwable e) {
      throw sneaked(e);
    }
  }

  /** Reads data that is authenticated only. */
  static boolean aad(MemorySegment context, Scratch scratch, byte[] array, int offset, int length) {
    MemorySegment data = scratch.take(array, offset, length);
    try {
      return (int) UPDATE.invokeExact(context, NULL, scratch.written(), data, length) == 1;
    } catch (Throwable e) {
      throw sneaked(e);
    }
  }

  /** Encrypts or decrypts in place. */
  static boolean update(
      MemorySegment context, Scratch scratch, byte[] array, int offset, int length) {
    MemorySegment data = scratch.take(array, offset, length);
    try {
      boolean done = (int) UPDATE.invokeExact(context, data, scratch.written(), data, length) == 1;
      scratch.give(array, offset, length);
      return done;
    } catch (Throwable e) {
      throw sneaked(e);
    }
  }

  /** Ends a packet, and writes nothing more; when decrypting, false if the tag is wrong. */
  static boolean finish(MemorySegment context, Scratch scratch) {
    try {
      return (int) FINAL.invokeExact(context, scratch.tag(), scratch.written()) == 1;
    } catch (Throwable e) {
      throw sneaked(e);
    }
  }

  /** Writes the tag of the packet that was finished. */
  static boolean getTag(
      MemorySegment context, Scratch scratch, byte[] array, int offset, int length) {
    try {
      boolean done = (int) CONTROL.invokeExact(context, GET_TAG, length, scratch.tag()) == 1;
      scratch.giveTag(array, offset, length);
      return done;
    } catch (Throwable e) {
      throw sneaked(e);
    }
  }

  /** Says which tag the packet must have. */
  static boolean setTag(
      MemorySegment context, Scratch scratch, byte[] array, int offset, int length) {
    MemorySegment tag = scratch.takeTag(array, offset, length);
    try {
      return (int) CONTROL.invokeExact(context, SET_TAG, length, tag) == 1;
    } catch (Throwable e) {
      throw sneaked(e);
    }
  }

  static void sha1Init(MemorySegment state) {
    try {
      int _ = (int) SHA1_INIT.invokeExact(state);
    } catch (Throwable e) {
      throw sneaked(e);
    }
  }

  static void sha1Update(MemorySegment state, MemorySegment data, int length) {
    try {
      int _ = (int) SHA1_UPDATE.invokeExact(state, data, (long) length);
    } catch (Throwable e) {
      throw sneaked(e);
    }
  }

  static void sha1Final(MemorySegment digest, MemorySegment state) {
    try {
      int _ = (int) SHA1_FINAL.invokeExact(digest, state);
    } catch (Throwable e) {
      throw sneaked(e);
    }
  }

  private static RuntimeException sneaked(Throwable e) {
    return switch (e) {
      case RuntimeException unchecked -> unchecked;
      case Error error -> throw error;
      default -> new IllegalStateException(e);
    };
  }
}
