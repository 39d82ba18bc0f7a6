package org.vigie.bridge.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any bytes may come as a dependency descriptor, and it keeps state from one to the next. */
class DependencyDescriptorFuzzer {
  private final DependencyDescriptor descriptor = new DependencyDescriptor();

  @FuzzTest(maxDuration = "60s")
  void anyBytes(byte[] input) {
    descriptor.read(input, 0, input.length);
    if (descriptor.temporalLayer() > 7 || descriptor.spatialLayer() > 3) {
      throw new IllegalStateException("a layer out of range");
    }
  }
}
