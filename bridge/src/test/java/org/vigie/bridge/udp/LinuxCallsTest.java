package org.vigie.bridge.udp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No system call is told of more memory than there is. */
@EnabledIf("org.vigie.bridge.udp.UdpSockets#isLinuxLinked")
class LinuxCallsTest {
  private static final int EBADF = 9;
  private static final int MESSAGES = 4;

  private final LinuxCalls calls = new LinuxCalls();
  private final Arena arena = Arena.ofAuto();
  private final MemorySegment memory = arena.allocate(MESSAGES * LinuxAbi.MMSGHDR_BYTES, 8);
  private final MemorySegment length = arena.allocate(LinuxAbi.INT);
  private int fd;

  @BeforeEach
  void open() {
    fd = calls.socket(LinuxAbi.AF_INET, LinuxAbi.SOCK_DGRAM, 0);
  }

  @AfterEach
  void close() {
    calls.close(fd);
  }

  @ParameterizedTest
  @ValueSource(ints = {MESSAGES + 1, 1_000_000, Integer.MAX_VALUE, -1, Integer.MIN_VALUE})
  void moreMessagesThanThereIsMemoryForAreRefused(int count) {
    assertRefused(() -> calls.sendmmsg(fd, memory, count, 0));
    assertRefused(() -> calls.recvmmsg(fd, memory, count, LinuxAbi.MSG_DONTWAIT));
  }

  @ParameterizedTest
  @ValueSource(ints = {257, Integer.MAX_VALUE, -1, Integer.MIN_VALUE})
  void lengthsBeyondTheMemoryAreRefused(int bytes) {
    assertRefused(() -> calls.bind(fd, memory, bytes));
    assertRefused(() -> calls.setsockopt(fd, LinuxAbi.SOL_SOCKET, 7, memory, bytes));
    assertRefused(() -> calls.read(fd, memory, bytes));
    assertRefused(() -> calls.write(fd, memory, bytes));
    length.set(LinuxAbi.INT, 0, bytes);
    assertRefused(() -> calls.getsockname(fd, memory, length));
    assertRefused(() -> calls.getsockopt(fd, LinuxAbi.SOL_SOCKET, 7, memory, length));
  }

  @ParameterizedTest
  @ValueSource(ints = {33, Integer.MAX_VALUE, -1})
  void moreDescriptorsThanThereIsMemoryForAreRefused(int count) {
    assertRefused(() -> calls.ppoll(memory, count, memory));
    assertRefused(() -> calls.ppoll(memory, 1, length));
  }

  @Test
  void anErrorIsItsNegativeNumber() {
    assertEquals(-EBADF, calls.close(-1));
    assertEquals(-EBADF, calls.sendmmsg(-1, memory, 0, 0));
    assertEquals(-Errno.EAGAIN, calls.recvmmsg(fd, memory, 1, LinuxAbi.MSG_DONTWAIT));
  }

  private static void assertRefused(Runnable call) {
    assertThrows(IndexOutOfBoundsException.class, call::run);
  }
}
