package org.vigie.signaling.identity;

import java.util.List;

/** Who a token speaks for, and what that allows. */
public sealed interface Principal {
  /** The wildcard in {@link Viewer#cameras()} for every camera, also those enrolled later. */
  String ALL = "*";

  /** Names the holder of one token for good: what it owned stays its own after a restart. */
  String key();

  /** How a person would call it. */
  String name();

  /** {@code operator}, {@code camera} or {@code viewer}. */
  String role();

  /** The cameras it concerns, or {@link #ALL}. */
  List<String> cameras();

  /** Whether it may send this camera's picture. */
  boolean mayPublish(String camera);

  /** Whether it may watch this camera. */
  boolean mayWatch(String camera);

  /** Whether it may know this camera's state. */
  default boolean maySee(String camera) {
    return mayWatch(camera) || mayPublish(camera);
  }

  /** Whether it may do everything. */
  default boolean isOperator() {
    return this instanceof Operator;
  }

  /** Keeper of the token made at first start. */
  record Operator() implements Principal {
    @Override
    public String key() {
      return "operator";
    }

    @Override
    public String name() {
      return "Operator";
    }

    @Override
    public String role() {
      return "operator";
    }

    @Override
    public List<String> cameras() {
      return List.of(ALL);
    }

    @Override
    public boolean mayPublish(String camera) {
      return true;
    }

    @Override
    public boolean mayWatch(String camera) {
      return true;
    }
  }

  /**
   * A body camera.
   *
   * @param id see {@link CameraId}
   * @param name how a person calls it
   * @param issue tells a token from the one that it replaced
   */
  record Camera(String id, String name, String issue) implements Principal {
    @Override
    public String key() {
      return "camera:" + id;
    }

    @Override
    public String role() {
      return "camera";
    }

    @Override
    public List<String> cameras() {
      return List.of(id);
    }

    @Override
    public boolean mayPublish(String camera) {
      return id.equals(camera);
    }

    @Override
    public boolean mayWatch(String camera) {
      return false;
    }
  }

  /**
   * Somebody who may watch.
   *
   * @param id made by the relay
   * @param name how a person calls it
   * @param cameras the cameras it may watch, or {@link #ALL}
   */
  record Viewer(String id, String name, List<String> cameras) implements Principal {
    public Viewer {
      cameras = List.copyOf(cameras);
    }

    @Override
    public String key() {
      return "viewer:" + id;
    }

    @Override
    public String role() {
      return "viewer";
    }

    @Override
    public boolean mayPublish(String camera) {
      return false;
    }

    @Override
    public boolean mayWatch(String camera) {
      return cameras.contains(ALL) || cameras.contains(camera);
    }
  }
}
