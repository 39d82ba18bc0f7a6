package org.vigie.bridge.forward;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.vigie.bridge.api.HistoryConfig;
import org.vigie.bridge.buffer.Chunk;
import org.vigie.bridge.buffer.ChunkPool;
import org.vigie.bridge.rtp.BigEndian;
import org.vigie.bridge.rtp.RtpPacket;

/**
 * The newest packets of one Layer, kept once for all viewers: records of any length in chunks of
 * the Loop's pool, found by extended sequence number. Bounded in time and bytes; the oldest chunk
 * goes first. The newest key frame and what follows it are kept longer, within bounds of their own,
 * so that a viewer can start with them: they are the tail of the same history.
 *
 * <p>A record is never split, so a reader gets one array: after {@link #find} returned true, {@link
 * #array()}, {@link #offset()} and {@link #length()} stand until the next call of a store method,
 * {@link #expire} or {@link #release}.
 */
public final class PacketHistory {
  /** How long packets are kept by default. */
  public static final Duration DEFAULT_AGE = Duration.ofMillis(1_500);

  /** Bytes per Layer by default: a second and a half at 20 Mbit/s. */
  public static final int DEFAULT_BYTES = 4 * 1024 * 1024;

  private static final int SEQUENCE_AT = 0;
  private static final int ARRIVAL_AT = 8;
  private static final int CAPTURE_AT = 16;
  private static final int LENGTH_AT = 24;
  private static final int PLACE_AT = 28;
  private static final int RECORD_HEADER = 30;

  /** A packet that is missing for longer will not come any more. */
  private static final long REPAIR_NANOS = 300_000_000L;

  /**
   * With nothing for longer the camera is silent: what is there is past, and would be shown as live
   * again.
   */
  private static final long SILENT_NANOS = 2_000_000_000L;

  /** Groups are kept while less than this of the Loop's memory is lent: repair goes first. */
  public static final double ROOMY = 0.75;

  private static final double NANOS_BITS = 8e9;

  /** A rate is not told by less: it would be a key frame's. */
  private static final long LEAST_RATE_NANOS = 1_000_000_000L;

  private static final int MIN_INDEX = 256;
  private static final int MAX_INDEX = 8_192;
  private static final byte[] NOTHING = new byte[0];

  private final ChunkPool pool;
  private long maxAgeNanos;
  private final KeyFrameGroups groups;
  private final SourceRates rates = new SourceRates();

  private final @Nullable Chunk[] chunks;
  private final long[] chunkEndNanos;

  /**
   * Position + 1 of the record per sequence number, 0 for none. A position counts bytes since the
   * beginning.
   */
  private long[] index = new long[MIN_INDEX];

  private long firstChunk;
  private long nextChunk;
  private int used;
  private boolean started;
  private long highest;
  private boolean filling;

  /** It began with this one; what is missing before that nobody asks for. */
  private long firstStored;

  private long newestArrivalNanos = Long.MIN_VALUE / 2;

  private byte[] array = NOTHING;
  private int offset;
  private int length;
  private long arrivalNanos;
  private long captureNanos;
  private int place;

  private long duplicates;
  private long tooOld;
  private long refused;
  private long displaced;

  /**
   * An empty history that holds no chunk and keeps no key frame longer than other packets.
   *
   * @param maxAge packets are found for so long, more than 0
   * @param maxBytes bound of its chunks together, rounded up to a whole one
   */
  public PacketHistory(ChunkPool pool, Duration maxAge, int maxBytes) {
    this(pool, maxAge, maxBytes, new KeyFrameGroups(0, 0));
  }

  /** An empty history with these bounds. */
  public PacketHistory(ChunkPool pool, HistoryConfig config) {
    this(
        pool,
        config.age(),
        Math.max(config.bytes(), config.groupBytes()),
        new KeyFrameGroups(config.groupAge().toNanos(), config.groupBytes()));
  }

  private PacketHistory(ChunkPool pool, Duration maxAge, int maxBytes, KeyFrameGroups groups) {
    this.pool = pool;
    this.maxAgeNanos = maxAge.toNanos();
    this.groups = groups;
    int bound = Math.max(1, (int) ((maxBytes + (long) pool.chunkSize() - 1) / pool.chunkSize()));
    this.chunks = new Chunk[bound];
    this.chunkEndNanos = new long[bound];
  }

  /** Packets are found for so long from now on, more than 0. */
  public void keepFor(Duration maxAge) {
    maxAgeNanos = maxAge.toNanos();
  }

  /**
   * Keeps a copy of a packet and what was found out about it.
   *
   * @return false if it is there already, too old, larger than a chunk, or the pool is exhausted
   */
  public boolean store(long nowNanos, IncomingPacket packet) {
    RtpPacket rtp = packet.rtp();
    long capture = packet.captureNanos();
    if (!store(nowNanos, packet.sequence(), capture, rtp.array(), rtp.offset(), rtp.length())) {
      return false;
    }
    if (!filling) {
      rates.add(nowNanos, packet.place(), rtp.length()); // the past comes faster than it came
    }
    int record = used - RECORD_HEADER - rtp.length();
    int at = packet.place();
    int noted = packet.keyFrameStart() ? LayerPlace.startingKeyFrame(at) : at;
    BigEndian.put16(chunkAt(nextChunk - 1).bytes(), record + PLACE_AT, noted);
    if (groups.stored(nowNanos, packet, nextChunk - 1)) {
      countOvertakers(packet.sequence());
    }
    return true;
  }

  /** Packets that came before the first one of their key frame. */
  private void countOvertakers(long start) {
    for (long each = start + 1; each <= highest; each++) {
      long entry = index[slot(each)];
      if (isHeld(entry) && sequenceAt(entry) == each) {
        int bytes = BigEndian.i32(bytesOf(entry), offsetOf(entry) + LENGTH_AT);
        groups.newest().add(each, groups.newest().firstTimestamp(), bytes, chunkOf(entry));
      }
    }
  }

  /**
   * Keeps a copy of the bytes of a packet, captured when it is stored.
   *
   * @param sequence extended
   * @return false if it is there already, too old, larger than a chunk, or the pool is exhausted
   */
  public boolean store(
      long nowNanos, long sequence, byte[] source, int sourceOffset, int sourceLength) {
    return store(nowNanos, sequence, nowNanos, source, sourceOffset, sourceLength);
  }

  private boolean store(
      long nowNanos,
      long sequence,
      long capture,
      byte[] source,
      int sourceOffset,
      int sourceLength) {
    expire(nowNanos);
    if (!isNew(nowNanos, sequence)) {
      return false;
    }
    if (!makeRoom(RECORD_HEADER + sourceLength)) {
      refused++;
      return false;
    }
    Chunk chunk = chunkAt(nextChunk - 1);
    byte[] bytes = chunk.bytes();
    BigEndian.put64(bytes, used + SEQUENCE_AT, sequence);
    BigEndian.put64(bytes, used + ARRIVAL_AT, nowNanos);
    BigEndian.put64(bytes, used + CAPTURE_AT, capture);
    BigEndian.put32(bytes, used + LENGTH_AT, sourceLength);
    BigEndian.put16(bytes, used + PLACE_AT, LayerPlace.BASE);
    System.arraycopy(source, sourceOffset, bytes, used + RECORD_HEADER, sourceLength);
    index[slot(sequence)] = (nextChunk - 1) * pool.chunkSize() + used + 1;
    chunkEndNanos[ring(nextChunk - 1)] = nowNanos;
    newestArrivalNanos = nowNanos;
    used += RECORD_HEADER + sourceLength;
    firstStored = started ? firstStored : sequence;
    highest = started ? Math.max(highest, sequence) : sequence;
    started = true;
    return true;
  }

  private boolean isNew(long nowNanos, long sequence) {
    if (started && sequence < lowest()) {
      tooOld++;
      return false;
    }
    long occupant = index[slot(sequence)];
    if (!isHeld(occupant)) {
      return true;
    }
    long held = sequenceAt(occupant);
    if (held == sequence) {
      duplicates++;
      return false;
    }
    if (held > sequence) {
      tooOld++;
      return false;
    }
    if (nowNanos - arrivalAt(occupant) > maxAgeNanos && !groups.needs(held)) {
      return true;
    }
    if (index.length < MAX_INDEX) {
      grow();
      return isNew(nowNanos, sequence);
    }
    groups.loseSequence(held);
    displaced++;
    return true;
  }

  private void grow() {
    long[] old = index;
    index = new long[old.length * 2];
    for (long entry : old) {
      if (isHeld(entry)) {
        index[slot(sequenceAt(entry))] = entry;
      }
    }
  }

  private boolean makeRoom(int needed) {
    if (needed > pool.chunkSize()) {
      return false;
    }
    if (nextChunk > firstChunk && pool.chunkSize() - used >= needed) {
      return true;
    }
    if (nextChunk - firstChunk == chunks.length) {
      dropFirstChunk();
    }
    Chunk fresh = pool.take();
    if (fresh == null && nextChunk > firstChunk) {
      dropFirstChunk();
      fresh = pool.take();
    }
    if (fresh == null) {
      return false;
    }
    chunks[ring(nextChunk)] = fresh;
    nextChunk++;
    used = 0;
    return true;
  }

  private void dropFirstChunk() {
    groups.lose(firstChunk);
    pool.give(chunkAt(firstChunk));
    chunks[ring(firstChunk)] = null;
    firstChunk++;
  }

  /** Gives back the chunks whose packets are all too old and start no viewer. */
  public void expire(long nowNanos) {
    groups.expire(nowNanos);
    boolean roomy = pool.lent() < ROOMY * pool.maxChunks();
    while (firstChunk < nextChunk
        && nowNanos - chunkEndNanos[ring(firstChunk)] > maxAgeNanos
        && !(roomy && firstChunk >= groups.firstChunk())) {
      dropFirstChunk();
    }
  }

  /** Finds a packet; false if it never came, or is too old. */
  public boolean find(long nowNanos, long sequence) {
    return recall(sequence) && nowNanos - arrivalNanos <= maxAgeNanos;
  }

  /** Whether a packet is older than any that is sent again, or was never among them. */
  boolean isPast(long nowNanos, long sequence) {
    if (recall(sequence)) {
      return nowNanos - arrivalNanos > maxAgeNanos;
    }
    return firstChunk == nextChunk || sequence < sequenceAt(firstChunk * pool.chunkSize() + 1);
  }

  /** Finds a packet however old it is, as long as it is there. */
  boolean recall(long sequence) {
    long entry = index[slot(sequence)];
    if (!isHeld(entry) || sequenceAt(entry) != sequence) {
      return false;
    }
    int at = offsetOf(entry);
    array = bytesOf(entry);
    offset = at + RECORD_HEADER;
    length = BigEndian.i32(array, at + LENGTH_AT);
    arrivalNanos = BigEndian.i64(array, at + ARRIVAL_AT);
    captureNanos = BigEndian.i64(array, at + CAPTURE_AT);
    place = BigEndian.u16(array, at + PLACE_AT);
    return true;
  }

  /** The newest key frame and what follows it. */
  KeyFrameGroup group() {
    return groups.newest();
  }

  /**
   * Whether there is a key frame within the bounds, nothing behind it is missing but what may still
   * come, and more keeps coming.
   */
  public boolean canStart(long nowNanos) {
    groups.expire(nowNanos);
    KeyFrameGroup group = groups.newest();
    return group.held()
        && group.first() >= lowest()
        && !filling
        && nowNanos - newestArrivalNanos <= SILENT_NANOS
        && (group.packets() > highest - group.first() || holesMayFill(nowNanos, group.first()));
  }

  /**
   * The same, and whether the key frame will be there for so long: a viewer who is still being
   * given it when it is given up is left without a picture.
   */
  public boolean canStart(long nowNanos, long forNanos) {
    long moreBytes = (long) (groupBps() * (double) forNanos / NANOS_BITS);
    return canStart(nowNanos) && groups.keep(nowNanos, forNanos, moreBytes);
  }

  private boolean holesMayFill(long nowNanos, long from) {
    boolean hole = false;
    for (long each = from; each <= highest; each++) {
      if (!recall(each) && each < firstStored) {
        return false;
      } else if (!recall(each)) {
        hole = true;
      } else if (hole && nowNanos - arrivalNanos > REPAIR_NANOS) {
        return false;
      } else {
        hole = false;
      }
    }
    return true;
  }

  /** Whether packets of the past are being stored, so that nobody starts with a part of them. */
  public void filling(boolean isFilling) {
    filling = isFilling;
  }

  /** Bytes of the newest key frame and of what follows it; 0 without one. */
  public long groupBytes() {
    return groups.newest().held() ? groups.newest().bytes() : 0;
  }

  /** How fast they came, bps, as if over a second at least; 0 without one. */
  public long groupBps() {
    long bytes = groupBytes();
    if (bytes == 0 || !recall(groups.newest().first())) {
      return 0;
    }
    long sinceNanos = captureNanos;
    long nanos = recall(highest) ? captureNanos - sinceNanos : 0;
    return (long) (bytes * NANOS_BITS / Math.max(LEAST_RATE_NANOS, nanos));
  }

  /** Size of the newest key frame, 0 if unknown. */
  public int groupPixels() {
    return groups.newest().held() ? groups.newest().pixels() : 0;
  }

  /** The same, also of a key frame that is not remembered any more. */
  public int pixels() {
    return groups.pixels();
  }

  /** When the newest key frame began to arrive; meaningful if {@link #groupBytes} is not 0. */
  public long groupSinceNanos() {
    return groups.newest().sinceNanos();
  }

  /** How much comes, bps, over the last two seconds. */
  public long bps(long nowNanos) {
    return rates.bps(nowNanos);
  }

  /** How much comes of the spatial layers up to this one, bps. */
  long spatialBps(long nowNanos, int highest) {
    return rates.spatialBps(nowNanos, highest);
  }

  /** How much comes of the lowest spatial layer's temporal layers up to this one, bps. */
  long temporalBps(long nowNanos, int highest) {
    return rates.temporalBps(nowNanos, highest);
  }

  /** How many spatial layers have come, 1 to 8. */
  int spatialLayers() {
    return rates.spatialLayers();
  }

  /** How many temporal layers have come, 1 to 8. */
  int temporalLayers() {
    return rates.temporalLayers();
  }

  /** The array that holds the packet found. */
  public byte[] array() {
    return array;
  }

  /** Where it begins. */
  public int offset() {
    return offset;
  }

  /** Its bytes. */
  public int length() {
    return length;
  }

  /** When its media was captured, in Loop time. */
  public long captureNanos() {
    return captureNanos;
  }

  /** Where it stands among the temporal and spatial layers; see {@link LayerPlace}. */
  public int place() {
    return place;
  }

  /** When it was stored. */
  public long arrivalNanos() {
    return arrivalNanos;
  }

  /** When the last packet was stored. */
  public long newestArrivalNanos() {
    return newestArrivalNanos;
  }

  /** The highest sequence number stored; 0 before the first. */
  public long highest() {
    return highest;
  }

  /**
   * Below this nobody looks for a packet: so many numbers the index can hold, and a camera may
   * leave out tens of thousands with each packet.
   */
  long lowest() {
    return highest - MAX_INDEX + 1;
  }

  /** Gives everything back; what is stored afterwards starts a new history. */
  public void release() {
    while (firstChunk < nextChunk) {
      dropFirstChunk();
    }
    groups.clear();
    index = new long[MIN_INDEX];
    array = NOTHING;
    started = false;
    highest = 0;
  }

  /** Chunks held. */
  public int heldChunks() {
    return (int) (nextChunk - firstChunk);
  }

  /** Packets that were there already. */
  public long duplicates() {
    return duplicates;
  }

  /** Packets that came too late to be kept. */
  public long tooOld() {
    return tooOld;
  }

  /** Packets for which there was no memory, or that were larger than a chunk. */
  public long refused() {
    return refused;
  }

  /** Packets forgotten before their time because newer ones were too many. */
  public long displaced() {
    return displaced;
  }

  private int slot(long sequence) {
    return (int) sequence & (index.length - 1);
  }

  private int ring(long chunkNumber) {
    return (int) (chunkNumber % chunks.length);
  }

  private boolean isHeld(long entry) {
    return entry > firstChunk * pool.chunkSize();
  }

  private Chunk chunkAt(long chunkNumber) {
    Chunk chunk = chunks[ring(chunkNumber)];
    if (chunk == null) {
      throw new IllegalStateException("chunk " + chunkNumber + " is not held");
    }
    return chunk;
  }

  private long chunkOf(long entry) {
    return (entry - 1) / pool.chunkSize();
  }

  private byte[] bytesOf(long entry) {
    return chunkAt(chunkOf(entry)).bytes();
  }

  private int offsetOf(long entry) {
    return (int) ((entry - 1) % pool.chunkSize());
  }

  private long sequenceAt(long entry) {
    return BigEndian.i64(bytesOf(entry), offsetOf(entry) + SEQUENCE_AT);
  }

  private long arrivalAt(long entry) {
    return BigEndian.i64(bytesOf(entry), offsetOf(entry) + ARRIVAL_AT);
  }
}
