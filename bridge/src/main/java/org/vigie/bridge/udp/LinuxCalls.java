package org.vigie.bridge.udp;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The system calls of one socket. Each returns what the system returned, or the negative error
 * number. For one thread, since the error number is left in memory of this object.
 *
 * <p>Loading this class fails with a {@link LinkageError} where the C library lacks one of them or
 * native access is forbidden.
 */
final class LinuxCalls {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  private static final long ERRNO_OFFSET =
      Linker.Option.captureStateLayout().byteOffset(MemoryLayout.PathElement.groupElement("errno"));

  private static final MethodHandle SOCKET = intCall("socket", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle BIND = intCall("bind", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle GETSOCKNAME =
      intCall("getsockname", JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle SETSOCKOPT =
      intCall("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle GETSOCKOPT =
      intCall("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle RECVMMSG =
      intCall("recvmmsg", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS);
  private static final MethodHandle SENDMMSG =
      intCall("sendmmsg", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
  private static final MethodHandle PPOLL = intCall("ppoll", ADDRESS, JAVA_LONG, ADDRESS, ADDRESS);
  private static final MethodHandle EVENTFD = intCall("eventfd", JAVA_INT, JAVA_INT);
  private static final MethodHandle READ = longCall("read", JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle WRITE = longCall("write", JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle CLOSE = intCall("close", JAVA_INT);

  private final MemorySegment state = Arena.ofAuto().allocate(Linker.Option.captureStateLayout());

  /**
   * Whether each call was found.
   *
   * @throws LinkageError if not, or if native access is forbidden
   */
  static boolean areLinked() {
    return ERRNO_OFFSET >= 0;
  }

  int socket(int family, int type, int protocol) {
    try {
      return result((int) SOCKET.invokeExact(state, family, type, protocol));
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  int bind(int fd, MemorySegment address, int length) {
    require(address, length);
    try {
      return result((int) BIND.invokeExact(state, fd, address, length));
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /** The length in {@code length} must not be above the size of {@code address}. */
  int getsockname(int fd, MemorySegment address, MemorySegment length) {
    require(address, length.get(JAVA_INT, 0));
    try {
      return result((int) GETSOCKNAME.invokeExact(state, fd, address, length));
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  int setsockopt(int fd, int level, int name, MemorySegment value, int length) {
    require(value, length);
    try {
      return result((int) SETSOCKOPT.invokeExact(state, fd, level, name, value, length));
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /** The length in {@code length} must not be above the size of {@code value}. */
  int getsockopt(int fd, int level, int name, MemorySegment value, MemorySegment length) {
    require(value, length.get(JAVA_INT, 0));
    try {
      return result((int) GETSOCKOPT.invokeExact(state, fd, level, name, value, length));
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /** Fills messages from the first; what they point to is the caller's to answer for. */
  int recvmmsg(int fd, MemorySegment messages, int count, int flags) {
    require(messages, count * LinuxAbi.MMSGHDR_BYTES);
    try {
      return result(
          (int) RECVMMSG.invokeExact(state, fd, messages, count, flags, MemorySegment.NULL));
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /** Sends messages from the first; what they point to is the caller's to answer for. */
  int sendmmsg(int fd, MemorySegment messages, int count, int flags) {
    require(messages, count * LinuxAbi.MMSGHDR_BYTES);
    try {
      return result((int) SENDMMSG.invokeExact(state, fd, messages, count, flags));
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  int ppoll(MemorySegment polled, int count, MemorySegment timeout) {
    require(polled, (long) count * LinuxAbi.POLLFD_BYTES);
    require(timeout, 2L * Long.BYTES);
    try {
      return result(
          (int) PPOLL.invokeExact(state, polled, (long) count, timeout, MemorySegment.NULL));
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  int eventfd(int initial, int flags) {
    try {
      return result((int) EVENTFD.invokeExact(state, initial, flags));
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  int read(int fd, MemorySegment to, long length) {
    require(to, length);
    try {
      return result(Math.toIntExact((long) READ.invokeExact(state, fd, to, length)));
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  int write(int fd, MemorySegment from, long length) {
    require(from, length);
    try {
      return result(Math.toIntExact((long) WRITE.invokeExact(state, fd, from, length)));
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  int close(int fd) {
    try {
      return result((int) CLOSE.invokeExact(state, fd));
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  private int result(int returned) {
    return returned < 0 ? -state.get(JAVA_INT, ERRNO_OFFSET) : returned;
  }

  private static void require(MemorySegment memory, long bytes) {
    if (bytes < 0 || bytes > memory.byteSize()) {
      throw new IndexOutOfBoundsException(bytes + " bytes of " + memory.byteSize());
    }
  }

  private static RuntimeException failed(Throwable e) {
    return switch (e) {
      case RuntimeException fault -> fault;
      case Error error -> throw error;
      default -> new IllegalStateException("a system call threw", e);
    };
  }

  private static MethodHandle intCall(String name, MemoryLayout... arguments) {
    return link(name, FunctionDescriptor.of(JAVA_INT, arguments));
  }

  private static MethodHandle longCall(String name, MemoryLayout... arguments) {
    return link(name, FunctionDescriptor.of(JAVA_LONG, arguments));
  }

  @SuppressWarnings("restricted") // what this class is for
  private static MethodHandle link(String name, FunctionDescriptor descriptor) {
    MemorySegment symbol =
        LINKER
            .defaultLookup()
            .find(name)
            .orElseThrow(() -> new UnsatisfiedLinkError("the C library has no " + name));
    return LINKER.downcallHandle(symbol, descriptor, ERRNO);
  }
}
