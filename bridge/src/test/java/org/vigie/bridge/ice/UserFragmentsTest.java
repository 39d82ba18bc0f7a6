package org.vigie.bridge.ice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class UserFragmentsTest {
  @Test
  void readsTheReceiversPart() {
    assertEquals("abcd", of(StunBytes.request().priority().username("abcd:wxyz").bytes()));
    assertEquals("abcd", of(StunBytes.of(0x0011).username("abcd:wxyz").bytes()));
  }

  @Test
  void readsAtAnOffset() {
    byte[] message = StunBytes.request().username("a+/9:wxyz").bytes();
    byte[] shifted = new byte[message.length + 9];
    System.arraycopy(message, 0, shifted, 5, message.length);
    assertEquals("a+/9", UserFragments.of(shifted, 5, message.length));
  }

  @Test
  void readsTheSampleRequestOfRfc5769() {
    assertEquals("evtj", of(HexFormat.of().parseHex(IceLiteTest.RFC_5769_REQUEST)));
  }

  @Test
  void knowsTheBoundsOfAFragment() {
    assertNull(of(StunBytes.request().username("abc:wxyz").bytes()));
    assertNull(of(StunBytes.request().username("abcdwxyz").bytes()));
    assertNull(of(StunBytes.request().username("").bytes()));
    assertNull(of(StunBytes.request().username("ab d:wxyz").bytes()));
    String longest = "a".repeat(256);
    assertEquals(longest, of(StunBytes.request().username(longest + ":b").bytes()));
    assertNull(of(StunBytes.request().username(longest + "a:b").bytes()));
  }

  @Test
  void otherMessagesHaveNone() {
    assertNull(of(StunBytes.of(0x0101).username("abcd:wxyz").bytes()));
    assertNull(of(StunBytes.of(0x0003).username("abcd:wxyz").bytes()));
    assertNull(of(StunBytes.request().priority().bytes()));
  }

  @Test
  void damagedMessagesHaveNone() {
    byte[] message = StunBytes.request().username("abcd:wxyz").bytes();
    for (int length = 0; length < message.length; length++) {
      assertNull(UserFragments.of(message, 0, length));
    }
    byte[] wrongCookie = message.clone();
    wrongCookie[4]++;
    assertNull(of(wrongCookie));
    byte[] tooLongAttribute = message.clone();
    tooLongAttribute[22] = 1;
    assertNull(of(tooLongAttribute));
  }

  private static String of(byte[] message) {
    return UserFragments.of(message, 0, message.length);
  }
}
