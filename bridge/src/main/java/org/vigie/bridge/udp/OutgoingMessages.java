package org.vigie.bridge.udp;

import static org.vigie.bridge.udp.LinuxAbi.CMSGHDR_BYTES;
import static org.vigie.bridge.udp.LinuxAbi.INT;
import static org.vigie.bridge.udp.LinuxAbi.LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The native arrays of sendmmsg(2). Each message is a range of a {@link Burst}, with where it goes,
 * from which local address it leaves, and if it is more than one datagram the size of each
 * (UDP_SEGMENT, udp(7)).
 */
final class OutgoingMessages {
  private final AddressFormat format;
  private final LocalTable locals;
  private final int capacity;
  private final long controlBytes;
  private final MemorySegment messages;
  private final MemorySegment names;
  private final MemorySegment controls;
  private final MemorySegment vectors;

  /** The messages from each on, made beforehand so that no call makes one. */
  private final MemorySegment[] from;

  /** Kept until they have left: the kernel reads their memory by its bare address. */
  private final @Nullable Burst[] bursts;

  private final int[] segments;
  private int size;

  OutgoingMessages(AddressFormat format, LocalTable locals, int capacity) {
    this.format = format;
    this.locals = locals;
    this.capacity = capacity;
    controlBytes = format.localSpace();
    bursts = new @Nullable Burst[capacity];
    segments = new int[capacity];
    from = new MemorySegment[capacity];
    Arena arena = Arena.ofAuto();
    messages = arena.allocate(capacity * LinuxAbi.MMSGHDR_BYTES, Long.BYTES);
    names = arena.allocate(capacity * AddressFormat.NAME_STRIDE, Long.BYTES);
    controls = arena.allocate(capacity * AddressFormat.CONTROL_STRIDE, Long.BYTES);
    vectors = arena.allocate(capacity * LinuxAbi.IOVEC_BYTES, Long.BYTES);
    for (int i = 0; i < capacity; i++) {
      from[i] = messages.asSlice(i * LinuxAbi.MMSGHDR_BYTES);
      prepare(i);
    }
  }

  private void prepare(int i) {
    long message = i * LinuxAbi.MMSGHDR_BYTES;
    long name = i * AddressFormat.NAME_STRIDE;
    long control = i * AddressFormat.CONTROL_STRIDE;
    messages.set(LONG, message + LinuxAbi.MSG_NAME, names.address() + name);
    messages.set(INT, message + LinuxAbi.MSG_NAMELEN, format.nameBytes());
    long vector = vectors.address() + i * LinuxAbi.IOVEC_BYTES;
    messages.set(LONG, message + LinuxAbi.MSG_IOV, vector);
    messages.set(LONG, message + LinuxAbi.MSG_IOVLEN, 1);
    messages.set(LONG, message + LinuxAbi.MSG_CONTROL, controls.address() + control);
    format.prepare(names, name, controls, control);
    long segment = control + controlBytes;
    controls.set(LONG, segment + LinuxAbi.CMSG_LEN, CMSGHDR_BYTES + Short.BYTES);
    controls.set(INT, segment + LinuxAbi.CMSG_LEVEL, LinuxAbi.IPPROTO_UDP);
    controls.set(INT, segment + LinuxAbi.CMSG_TYPE, LinuxAbi.UDP_SEGMENT);
  }

  boolean isFull() {
    return size == capacity;
  }

  int size() {
    return size;
  }

  void clear() {
    size = 0;
  }

  /** The messages from this one on. */
  MemorySegment from(int i) {
    return from[i];
  }

  /** Of which burst message {@code i} is. */
  Burst burst(int i) {
    return Objects.requireNonNull(bursts[i]);
  }

  /** How many datagrams message {@code i} is. */
  int segments(int i) {
    return segments[i];
  }

  /** All datagrams of a burst as one message. */
  void addAll(Burst burst) {
    add(burst, 0, burst.totalBytes());
    segments[size] = burst.count();
    if (burst.count() > 1) {
      long control = size * AddressFormat.CONTROL_STRIDE + controlBytes;
      controls.set(LinuxAbi.SHORT, control + CMSGHDR_BYTES, (short) burst.segmentBytes());
      setControlBytes(controlBytes + LinuxAbi.cmsgSpace(Short.BYTES));
    }
    size++;
  }

  /** Datagram {@code i} of a burst. */
  void addOne(Burst burst, int i) {
    add(burst, burst.offset(i), burst.length(i));
    segments[size] = 1;
    size++;
  }

  private void add(Burst burst, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, burst.memory().byteSize());
    Path path = burst.path();
    bursts[size] = burst;
    format.writeRemote(names, size * AddressFormat.NAME_STRIDE, path);
    format.writeLocal(controls, size * AddressFormat.CONTROL_STRIDE, locals, path.localIndex());
    setControlBytes(controlBytes);
    long vector = size * LinuxAbi.IOVEC_BYTES;
    vectors.set(LONG, vector + LinuxAbi.IOV_BASE, burst.memory().address() + offset);
    vectors.set(LONG, vector + LinuxAbi.IOV_LEN, length);
  }

  private void setControlBytes(long bytes) {
    messages.set(LONG, size * LinuxAbi.MMSGHDR_BYTES + LinuxAbi.MSG_CONTROLLEN, bytes);
  }
}
