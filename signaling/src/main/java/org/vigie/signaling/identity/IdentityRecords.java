package org.vigie.signaling.identity;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What {@code identity.json} holds. Tokens are there as hashes only.
 *
 * @param version of the format, 1
 * @param cameras in the order of their enrolment
 * @param viewers in the order of their making
 */
record IdentityRecords(int version, List<CameraRecord> cameras, List<ViewerRecord> viewers) {
  static final int VERSION = 1;
  static final IdentityRecords EMPTY = new IdentityRecords(VERSION, List.of(), List.of());

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  /** An enrolled camera. */
  record CameraRecord(String id, String name, String tokenSha256) {
    private static final int ISSUE_DIGITS = 16;

    Principal.Camera principal() {
      return new Principal.Camera(id, name, tokenSha256.substring(0, ISSUE_DIGITS));
    }
  }

  /** A viewer and what it may watch. */
  record ViewerRecord(String id, String name, List<String> cameras, String tokenSha256) {
    ViewerRecord {
      cameras = List.copyOf(cameras);
    }

    Principal.Viewer principal() {
      return new Principal.Viewer(id, name, cameras);
    }
  }

  IdentityRecords {
    cameras = List.copyOf(cameras);
    viewers = List.copyOf(viewers);
    require(version == VERSION, "its version is " + version + ", this Vigie reads " + VERSION);
    Set<String> seen = new HashSet<>();
    for (CameraRecord camera : cameras) {
      require(CameraId.isValid(camera.id()), "a camera has the id \"" + camera.id() + "\"");
      require(seen.add("camera:" + camera.id()), "camera " + camera.id() + " is there twice");
      requireHash(camera.tokenSha256(), "camera " + camera.id(), seen);
    }
    for (ViewerRecord viewer : viewers) {
      require(CameraId.isValid(viewer.id()), "a viewer has the id \"" + viewer.id() + "\"");
      require(seen.add("viewer:" + viewer.id()), "viewer " + viewer.id() + " is there twice");
      requireHash(viewer.tokenSha256(), "viewer " + viewer.id(), seen);
    }
  }

  IdentityRecords with(CameraRecord camera) {
    List<CameraRecord> changed = without(cameras, c -> c.id().equals(camera.id()));
    changed.add(camera);
    return new IdentityRecords(version, changed, viewers);
  }

  IdentityRecords with(ViewerRecord viewer) {
    List<ViewerRecord> changed = new ArrayList<>(viewers);
    changed.add(viewer);
    return new IdentityRecords(version, cameras, changed);
  }

  IdentityRecords withoutCamera(String id) {
    return new IdentityRecords(version, without(cameras, c -> c.id().equals(id)), viewers);
  }

  IdentityRecords withoutViewer(String id) {
    return new IdentityRecords(version, cameras, without(viewers, v -> v.id().equals(id)));
  }

  private static <T> List<T> without(List<T> all, Predicate<T> gone) {
    List<T> rest = new ArrayList<>(all);
    rest.removeIf(gone);
    return rest;
  }

  private static void requireHash(String hash, String owner, Set<String> seen) {
    require(SHA256.matcher(hash).matches(), owner + " has no SHA-256 as token hash");
    require(seen.add(hash), owner + " has another's token hash");
  }

  private static void require(boolean holds, String fault) {
    if (!holds) {
      throw new IllegalArgumentException(fault);
    }
  }
}
