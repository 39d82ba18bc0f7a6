package org.vigie.bridge.udp;

import static org.vigie.bridge.udp.LinuxAbi.CMSGHDR_BYTES;
import static org.vigie.bridge.udp.LinuxAbi.INT;
import static org.vigie.bridge.udp.LinuxAbi.LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The native arrays of recvmmsg(2), and a cursor over what it filled in. With UDP_GRO the kernel
 * hands over datagrams that came together as one message, which is taken apart here.
 */
final class IncomingMessages {
  private static final int MESSAGES = 64;

  /** Large enough for what the kernel puts together; fewer of them stay in the cache. */
  private static final int MERGED_BYTES = 65_536;

  private static final int MERGED_MESSAGES = 16;
  private static final int MAX_CALLS = 4;
  private static final int FLAGS = LinuxAbi.MSG_DONTWAIT;

  private final AddressFormat format;
  private final LocalTable locals;
  private final PathTable paths = new PathTable();
  private final int capacity;
  private final int bufferBytes;
  private final MemorySegment messages;
  private final MemorySegment names;
  private final MemorySegment controls;
  private final MemorySegment buffers;

  private int filled;
  private int current = -1;
  private long position;
  private long end;
  private long segmentBytes;
  private Path path;

  IncomingMessages(AddressFormat format, LocalTable locals, boolean merged) {
    this.format = format;
    this.locals = locals;
    capacity = merged ? MERGED_MESSAGES : MESSAGES;
    bufferBytes = merged ? MERGED_BYTES : ReceiveBatch.SLOT_BYTES;
    path = ReceiveBatch.NOWHERE;
    Arena arena = Arena.ofAuto();
    messages = arena.allocate(capacity * LinuxAbi.MMSGHDR_BYTES, Long.BYTES);
    names = arena.allocate(capacity * AddressFormat.NAME_STRIDE, Long.BYTES);
    controls = arena.allocate(capacity * AddressFormat.CONTROL_STRIDE, Long.BYTES);
    buffers = arena.allocate((long) capacity * bufferBytes, 64);
    MemorySegment vectors = arena.allocate(capacity * LinuxAbi.IOVEC_BYTES, Long.BYTES);
    for (int i = 0; i < capacity; i++) {
      prepare(i, vectors);
    }
  }

  private void prepare(int i, MemorySegment vectors) {
    long vector = i * LinuxAbi.IOVEC_BYTES;
    vectors.set(LONG, vector + LinuxAbi.IOV_BASE, buffers.address() + (long) i * bufferBytes);
    vectors.set(LONG, vector + LinuxAbi.IOV_LEN, bufferBytes);
    long message = i * LinuxAbi.MMSGHDR_BYTES;
    long name = names.address() + i * AddressFormat.NAME_STRIDE;
    long control = controls.address() + i * AddressFormat.CONTROL_STRIDE;
    messages.set(LONG, message + LinuxAbi.MSG_NAME, name);
    messages.set(LONG, message + LinuxAbi.MSG_IOV, vectors.address() + vector);
    messages.set(LONG, message + LinuxAbi.MSG_IOVLEN, 1);
    messages.set(LONG, message + LinuxAbi.MSG_CONTROL, control);
    reset(i);
  }

  /** The kernel writes how much it filled over how much there is room for. */
  private void reset(int i) {
    long message = i * LinuxAbi.MMSGHDR_BYTES;
    messages.set(INT, message + LinuxAbi.MSG_NAMELEN, (int) AddressFormat.NAME_STRIDE);
    messages.set(LONG, message + LinuxAbi.MSG_CONTROLLEN, AddressFormat.CONTROL_STRIDE);
  }

  /**
   * Fills the batch until it is full or nothing waits. What a merged message holds beyond that
   * comes first the next time.
   */
  void receive(LinuxCalls calls, int fd, ReceiveBatch batch, CountedDatagrams counted) {
    boolean more = true;
    for (int i = 0; take(batch, counted) && more; i++) {
      // A flood of what is dropped must not hold the thread here.
      more = i < MAX_CALLS && fill(calls, fd, batch.capacity() - batch.size(), counted);
    }
  }

  /** Moves what was filled in into the batch; false if the batch is full. */
  private boolean take(ReceiveBatch batch, CountedDatagrams counted) {
    while (!batch.isFull()) {
      if (position < end) {
        takeOne(batch, counted);
      } else if (!nextMessage(counted)) {
        return true;
      }
    }
    return false;
  }

  private void takeOne(ReceiveBatch batch, CountedDatagrams counted) {
    int length = (int) Math.min(segmentBytes, end - position);
    if (length > ReceiveBatch.SLOT_BYTES) {
      counted.oversized();
    } else {
      int slot = batch.size();
      MemorySegment.copy(
          buffers, ValueLayout.JAVA_BYTE, position, batch.array(slot), batch.offset(slot), length);
      batch.add(length, path);
      counted.received();
    }
    position += length;
  }

  /** Goes on to the next message; false if there is none. */
  private boolean nextMessage(CountedDatagrams counted) {
    if (current + 1 >= filled) {
      return false;
    }
    current++;
    open(counted);
    reset(current);
    return true;
  }

  private void open(CountedDatagrams counted) {
    long message = current * LinuxAbi.MMSGHDR_BYTES;
    int length = messages.get(INT, message + LinuxAbi.MSG_LEN);
    int flags = messages.get(INT, message + LinuxAbi.MSG_FLAGS);
    position = 0;
    end = 0;
    if ((flags & LinuxAbi.MSG_TRUNC) != 0 || length > bufferBytes) {
      counted.oversized();
    } else if (length <= 0) {
      counted.received();
    } else {
      segmentBytes = length;
      int localIndex = readControl();
      if (localIndex == LocalTable.NOT_LISTED) {
        counted.strayed();
        return;
      }
      path = format.remote(names, current * AddressFormat.NAME_STRIDE, localIndex, paths);
      position = (long) current * bufferBytes;
      end = position + length;
    }
  }

  /** Finds the local address, and the size of what was merged. */
  private int readControl() {
    long start = current * AddressFormat.CONTROL_STRIDE;
    long message = current * LinuxAbi.MMSGHDR_BYTES;
    long written = messages.get(LONG, message + LinuxAbi.MSG_CONTROLLEN);
    long limit = start + Math.clamp(written, 0, AddressFormat.CONTROL_STRIDE);
    int localIndex = LocalTable.NOT_LISTED;
    long at = start;
    while (at + CMSGHDR_BYTES <= limit) {
      long bytes = controls.get(LONG, at + LinuxAbi.CMSG_LEN) - CMSGHDR_BYTES;
      if (bytes < 0 || bytes > limit - at - CMSGHDR_BYTES) {
        break;
      }
      int level = controls.get(INT, at + LinuxAbi.CMSG_LEVEL);
      int type = controls.get(INT, at + LinuxAbi.CMSG_TYPE);
      if (format.isLocal(level, type, bytes)) {
        localIndex = format.local(controls, at + CMSGHDR_BYTES, locals);
      } else if (level == LinuxAbi.IPPROTO_UDP && type == LinuxAbi.UDP_GRO && bytes >= 2) {
        segmentBytes = Math.max(1, mergedSize(at + CMSGHDR_BYTES, bytes));
      }
      at += LinuxAbi.cmsgSpace(bytes);
    }
    return localIndex;
  }

  /** The kernel says it as an int. */
  private int mergedSize(long at, long bytes) {
    return bytes >= Integer.BYTES ? controls.get(INT, at) : controls.get(LinuxAbi.SHORT, at);
  }

  /** Asks the kernel; false if it had fewer than asked for. */
  private boolean fill(LinuxCalls calls, int fd, int wanted, CountedDatagrams counted) {
    int asked = Math.min(wanted, capacity);
    current = -1;
    int result = calls.recvmmsg(fd, messages, asked, FLAGS);
    filled = Math.max(0, result);
    counted.receiveCall();
    if (result < 0 && result != -Errno.EAGAIN && result != -Errno.EINTR) {
      counted.receiveError();
    }
    return result == asked;
  }
}
