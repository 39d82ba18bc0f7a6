package org.vigie.bridge.rtp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Network byte order in arrays; every access is checked against the array's bounds by the JVM. */
public final class BigEndian {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private BigEndian() {}

  /** 8 bits, 0..255. */
  public static int u8(byte[] array, int offset) {
    return array[offset] & 0xff;
  }

  /** 16 bits, 0..65535. */
  public static int u16(byte[] array, int offset) {
    return (short) SHORT.get(array, offset) & 0xffff;
  }

  /** 24 bits, 0..2^24-1. */
  public static int u24(byte[] array, int offset) {
    return u8(array, offset) << 16 | u16(array, offset + 1);
  }

  /** 32 bits as they stand. */
  public static int i32(byte[] array, int offset) {
    return (int) INT.get(array, offset);
  }

  /** 32 bits, 0..2^32-1. */
  public static long u32(byte[] array, int offset) {
    return Integer.toUnsignedLong(i32(array, offset));
  }

  /** 64 bits as they stand. */
  public static long i64(byte[] array, int offset) {
    return (long) LONG.get(array, offset);
  }

  /** Writes the low 8 bits. */
  public static void put8(byte[] array, int offset, int value) {
    array[offset] = (byte) value;
  }

  /** Writes the low 16 bits. */
  public static void put16(byte[] array, int offset, int value) {
    SHORT.set(array, offset, (short) value);
  }

  /** Writes the low 24 bits. */
  public static void put24(byte[] array, int offset, int value) {
    put8(array, offset, value >>> 16);
    put16(array, offset + 1, value);
  }

  /** Writes 32 bits. */
  public static void put32(byte[] array, int offset, int value) {
    INT.set(array, offset, value);
  }

  /** Writes 64 bits. */
  public static void put64(byte[] array, int offset, long value) {
    LONG.set(array, offset, value);
  }
}
