package org.vigie.bridge.udp;

/**
 * Sends bursts by sendmmsg(2) and answers for each error: a message that is refused is dropped and
 * counted, and the next goes on.
 */
final class BurstSender {
  private static final int MESSAGES = 128;
  private static final int FLAGS = LinuxAbi.MSG_DONTWAIT | LinuxAbi.MSG_NOSIGNAL;

  private final LinuxCalls calls;
  private final AddressFormat format;
  private final LocalTable locals;
  private final CountedDatagrams counted;
  private final boolean segmenting;
  private final OutgoingMessages outgoing;

  /** For the datagrams of one burst that the kernel does not take as one. */
  private final OutgoingMessages singles;

  BurstSender(
      LinuxCalls calls,
      AddressFormat format,
      LocalTable locals,
      CountedDatagrams counted,
      boolean segmenting) {
    this.calls = calls;
    this.format = format;
    this.locals = locals;
    this.counted = counted;
    this.segmenting = segmenting;
    outgoing = new OutgoingMessages(format, locals, MESSAGES);
    singles = new OutgoingMessages(format, locals, Burst.MAX_SEGMENTS);
  }

  void send(int fd, Burst[] bursts, int count) {
    for (int i = 0; i < count; i++) {
      Burst burst = bursts[i];
      if (isAddressable(burst.path())) {
        add(fd, burst);
      } else {
        counted.sendFailed(burst.count());
      }
    }
    flush(fd, outgoing);
  }

  /** Whether the local address is one of ours and the far one is of the same family. */
  private boolean isAddressable(Path path) {
    int local = path.localIndex();
    return local >= 0
        && local < locals.size()
        && locals.isIpv4(local) == path.isIpv4()
        && path.isSpecified()
        && (format == AddressFormat.IPV6 || path.isIpv4());
  }

  private void add(int fd, Burst burst) {
    if (segmenting && burst.count() > 0) {
      flushIfFull(fd);
      outgoing.addAll(burst);
      return;
    }
    for (int i = 0; i < burst.count(); i++) {
      flushIfFull(fd);
      outgoing.addOne(burst, i);
    }
  }

  private void flushIfFull(int fd) {
    if (outgoing.isFull()) {
      flush(fd, outgoing);
    }
  }

  private void flush(int fd, OutgoingMessages messages) {
    int first = 0;
    boolean retried = false;
    while (first < messages.size()) {
      int result = calls.sendmmsg(fd, messages.from(first), messages.size() - first, FLAGS);
      counted.sendCall();
      if (result > 0) {
        countSent(messages, first, result);
        first += result;
        retried = false;
      } else if (!retried && mayBeOfAnother(-result)) {
        retried = true;
      } else {
        refused(fd, messages, first, -result);
        first++;
        retried = false;
      }
    }
    messages.clear();
  }

  /**
   * ICMP errors are said by whichever call comes next, whether or not it is to the same address;
   * saying one clears it.
   */
  private static boolean mayBeOfAnother(int errno) {
    return errno == Errno.ECONNREFUSED || errno == Errno.EHOSTUNREACH || errno == Errno.EINTR;
  }

  private void countSent(OutgoingMessages messages, int first, int count) {
    for (int i = first; i < first + count; i++) {
      counted.sent(messages.segments(i));
    }
  }

  private void refused(int fd, OutgoingMessages messages, int i, int errno) {
    int segments = messages.segments(i);
    if (segments > 1 && mayBeOfSegmentation(errno)) {
      counted.segmentationRefused();
      sendSingly(fd, messages.burst(i));
    } else {
      counted.sendRefused(errno, segments);
    }
  }

  /** Such as a device that cannot do checksums, a tunnel, or a path that takes shorter packets. */
  private static boolean mayBeOfSegmentation(int errno) {
    return switch (errno) {
      case Errno.EINVAL, Errno.EIO, Errno.EMSGSIZE, Errno.EOPNOTSUPP -> true;
      default -> false;
    };
  }

  private void sendSingly(int fd, Burst burst) {
    for (int i = 0; i < burst.count(); i++) {
      singles.addOne(burst, i);
    }
    flush(fd, singles);
  }
}
