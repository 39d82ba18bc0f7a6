#!/usr/bin/env bash
# Makes the clip that the simulated camera plays when it is given no footage: a ride down a street at dusk, drawn
# from nothing, with a running clock burnt in and a beep on every second.
#
# usage: ./make-clip.sh [OUT.mp4]
# needs: ffmpeg with libx264, libopus and drawtext, and a font.   apt-get install ffmpeg fonts-dejavu-core
#
# How the picture is made. A street is three planes (ground, left wall, right wall), each a tile that repeats. Tiles
# are painted once as still pictures, scrolled by whole pixels, and hung into the street by `perspective`. Everything
# that moves has a period that divides the clip's length, so that the clip loops without a seam.
set -euo pipefail

cd "$(dirname "$0")"
out=${1:-src/main/resources/org/vigie/simulator/clip.mp4}
seconds=24 rate=30 width=1280 height=720
tile=1440 # pixels of street per tile; at 4 pixels a frame it comes round after 360 frames, twice per clip

font=${FONT:-$(fc-match -f '%{file}' 'DejaVu Sans Mono:bold' 2>/dev/null || true)}
[ -f "$font" ] || { echo "no font found: apt-get install fonts-dejavu-core, or set FONT=/path/to/font.ttf" >&2; exit 1; }
encoders=$(ffmpeg -hide_banner -encoders 2>/dev/null)
for encoder in libx264 libopus; do
  [[ $encoders == *" $encoder "* ]] || { echo "this ffmpeg lacks $encoder" >&2; exit 1; }
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
ff() { ffmpeg -hide_banner -loglevel error -nostdin -y "$@"; }

# ---- painting: a picture is a list of boxes and discs, collected in `paint` -------------------------------------
box() { paint+=("drawbox=x=$1:y=$2:w=$3:h=$4:color=$5:t=fill:replace=1"); }
disc() { paint+=("drawtext=fontfile=$font:text=●:fontsize=$3:x=$1-tw/2:y=$2-th/2:fontcolor=$4"); }
save() { # name width height background; yuva444p, because drawbox crashes on rgba in ffmpeg 5.1
  ff -f lavfi -i "$(IFS=,; echo "color=$4:s=$2x$3:d=1:r=1,format=yuva444p,${paint[*]},format=rgba")" \
    -frames:v 1 "$work/$1.png"
  paint=()
}
seed=7 paint=()
random() { # sets `dice` to 0 … $1-1, the same on every machine
  seed=$(((seed * 1103515245 + 12345) % 2147483648))
  dice=$(((seed >> 12) % $1))
}

facades=(0x7d4f50 0x5b5f77 0x8a6a4f 0x4c5b61 0x6e5a7a 0x94705a)
lights=(0xffd27f 0xffe3a8 0xffc46b)
shops=(0xc8553d 0x2a9d8f 0xe9a23b 0x3d6fb6 0x9c4f96 0x588157)

window() { # x y: one of two is lit
  random 9
  local light=0x2b3145
  if [ "$dice" -lt 4 ]; then random 3 && light=${lights[$dice]}; fi
  box "$1" "$2" 34 46 0x22252f
  box $(($1 + 3)) $(($2 + 3)) 28 40 "$light"
  box $(($1 + 16)) $(($2 + 3)) 2 40 0x22252f
}
house() { # x top body shop
  box "$1" "$2" 236 $((720 - $2)) "$3"
  box $(($1 - 2)) "$2" 240 12 0x2f2a33
  box $(($1 + 228)) "$2" 8 $((720 - $2)) 0x2b2730@0.55
  local x y
  for ((y = $2 + 36; y < 500; y += 74)); do
    for ((x = $1 + 18; x < $1 + 200; x += 54)); do window "$x" "$y"; done
  done
  box $(($1 + 12)) 570 150 130 0xffdf9e
  box $(($1 + 14)) 600 146 3 0x4a4038
  box $(($1 + 84)) 572 4 128 0x4a4038
  box $(($1 + 176)) 576 44 144 0x2d2622
  for ((x = $1 + 6; x < $1 + 168; x += 36)); do box "$x" 544 18 34 "$4" && box $((x + 18)) 544 18 34 0xf1ead9; done
}
wall() { # name
  local i
  for ((i = 0; i < 6; i++)); do
    random 260
    house $((i * 240 + 2)) $((50 + dice)) "${facades[$(((i + $2) % 6))]}" "${shops[$(((i + 2 * $2) % 6))]}"
  done
  save "$1" "$tile" 720 black@0
}
ground() { # along x the depth, along y the width of the street
  local x
  for ((x = 0; x < tile; x += 60)); do
    box "$x" 0 2 150 0x6d6a70 && box "$x" 570 2 150 0x6d6a70
  done
  box 0 150 "$tile" 8 0xb9b4ae && box 0 562 "$tile" 8 0xb9b4ae
  box 0 158 "$tile" 404 0x3a3b44
  for ((x = 0; x < tile; x += 120)); do box "$x" 355 62 10 0xe8e2d0; done
  box 900 158 120 404 0x3a3b44
  for ((x = 172; x < 550; x += 46)); do box 910 "$x" 90 24 0xe8e2d0; done
  paint+=("noise=alls=7:allf=u:all_seed=5")
  save ground "$tile" 720 0x87838a
}
trees() { # lamps and trees on the kerb
  local x
  for ((x = 120; x < tile; x += 480)); do
    box "$x" 430 14 290 0x3b2a20
    disc $((x + 7)) 370 300 0x2f4a35 && disc $((x - 50)) 420 190 0x3a5a3c && disc $((x + 62)) 410 200 0x345238
    box $((x + 240)) 300 7 420 0x23252c && box $((x + 200)) 296 50 7 0x23252c
    disc $((x + 204)) 312 90 0xffe7b0@0.35 && disc $((x + 204)) 312 44 0xfff3d0
  done
  save trees "$tile" 720 black@0
}
car() { # seen from the front, lights on
  box 40 20 220 90 0x26303f && box 58 32 184 66 0x9fb6c9 && box 10 104 280 96 0xb5382f && box 10 150 280 12 0x8f2a24
  box 24 196 46 34 0x15161a && box 230 196 46 34 0x15161a && box 110 160 80 26 0xeeeeee
  disc 48 132 110 0xfff6d8@0.4 && disc 252 132 110 0xfff6d8@0.4 && disc 48 132 56 0xfffbe8 && disc 252 132 56 0xfffbe8
  save car 300 240 black@0
}
sky() { # dusk, with the sun low at the end of the street
  ff -f lavfi -i "color=black:s=${width}x$height:d=1:r=1,format=rgb24,geq=\
r='clip(46+190*exp(-hypot(X-640,(Y-318)*1.5)/250)+Y*0.13,0,255)':\
g='clip(58+120*exp(-hypot(X-640,(Y-318)*1.5)/230)+Y*0.08,0,255)':\
b='clip(120+20*exp(-hypot(X-640,(Y-318)*1.5)/300)-Y*0.06,0,255)'" -frames:v 1 "$work/sky.png"
  # Haze hides the far end, where the tiles would be finer than the pixels.
  ff -f lavfi -i "color=black:s=${width}x$height:d=1:r=1,format=rgba,geq=\
r=255:g='186+50*exp(-hypot(X-640,Y-304)/34)':b='112+110*exp(-hypot(X-640,Y-304)/34)':\
a='255*clip(1.25*exp(-hypot(X-640,(Y-308)*1.1)/120),0,1)'" -frames:v 1 "$work/haze.png"
}

# ---- hanging a plane into the street: x = 640 + 640·X/Z, y = 300 + 640·Y/Z --------------------------------------
at() { awk -v p="$1" -v z="$2" -v c="$3" 'BEGIN { printf "%.2f", c + 640 * p / z }'; }
plane() { # X1 Y1 X2 Y2: the tile's upper and lower edge; left is near (z = 1), right far (z = 14)
  echo "perspective=sense=destination:x0=$(at "$1" 1 640):y0=$(at "$2" 1 300):x1=$(at "$1" 14 640):y1=$(at "$2" 14 300)\
:x2=$(at "$3" 1 640):y2=$(at "$4" 1 300):x3=$(at "$3" 14 640):y3=$(at "$4" 14 300)"
}
# A transparent rim keeps `perspective` from smearing the tile's edge over the rest of the picture.
rim="drawbox=x=0:y=0:w=iw:h=ih:t=1:color=black@0:replace=1"
tiled="scroll=horizontal=4/$tile,crop=$width:$height:0:0,$rim,format=yuva444p"

wall left 0
wall right 3
ground
trees
car
sky

still() { echo "-loop 1 -framerate $rate -t $seconds -i $work/$1.png"; }
# The car comes nearer from z = 12 to z = 1 within 6 s, a second apart from the loop's start.
z="max(0.9,12-11.5*mod(t+5,6)/5)"
clock="drawbox=x=24:y=ih-92:w=548:h=68:color=black@0.55:t=fill,\
drawtext=fontfile=$font:fontcolor=white:fontsize=40:x=40:y=h-79:text='%{pts\\:hms}',\
drawtext=fontfile=$font:fontcolor=0xffd27f:fontsize=40:x=400:y=h-79:text='#%{eif\\:n\\:d\\:4}',\
drawtext=fontfile=$font:fontcolor=white@0.85:fontsize=26:x=24:y=24:shadowx=2:shadowy=2:text='VIGIE  simulated camera',\
drawtext=fontfile=$font:fontcolor=0xff5a4f:fontsize=30:x=w-150:y=22:shadowx=2:shadowy=2:text='● LIVE':enable='lt(mod(t,1),0.6)'"
beep="0.3*exp(-18*mod(t,1))*min(1,400*mod(t,1))*sin(2*PI*if(lt(mod(t,4),1),1174.66,880)*t)"

# shellcheck disable=SC2046 # the words of still are to be split
ff $(still sky) $(still ground) $(still left) $(still right) $(still trees) $(still haze) $(still car) \
  -f lavfi -t $seconds -i "aevalsrc='$beep':s=48000:c=stereo" -filter_complex "
    [1]format=yuva444p,$tiled,$(plane -1.3 0.75 1.3 0.75)[ground];
    [2]format=yuva444p,$tiled,$(plane -1.3 -1.9 -1.3 0.75)[left];
    [3]format=yuva444p,$tiled,$(plane 1.3 -1.9 1.3 0.75)[right];
    [4]format=yuva444p,$tiled,split[t1][t2];
    [t1]$(plane -0.98 -0.9 -0.98 0.75)[treesleft];
    [t2]$(plane 0.98 -0.9 0.98 0.75)[treesright];
    [6]format=yuva444p,scale=w='2*trunc(0.5+150/($z))':h='2*trunc(0.5+120/($z))':eval=frame[car];
    [0]format=yuv444p[sky];
    [sky][ground]overlay=format=yuv444[a];
    [a][left]overlay=format=yuv444[b];
    [b][right]overlay=format=yuv444[c];
    [c][5]overlay=format=yuv444[d];
    [d][car]overlay=format=yuv444:x='640-230/($z)-w/2':y='300+480/($z)-h':eval=frame[e];
    [e][treesleft]overlay=format=yuv444[f];
    [f][treesright]overlay=format=yuv444[g];
    [g]scale=1304:-2,crop=$width:$height:x='12+5*sin(2*PI*t/2)':y='6+4*sin(2*PI*t)',format=yuv420p,$clock[v]" \
  -map '[v]' -map 7:a -t $seconds -r $rate \
  -c:v libx264 -profile:v baseline -level 3.1 -preset slow -bf 0 -g $((2 * rate)) -keyint_min $((2 * rate)) \
  -sc_threshold 0 -b:v 1450k -maxrate 1600k -bufsize 1600k -x264-params "force-cfr=1" \
  -c:a libopus -b:a 48k -application audio -frame_duration 20 \
  -fflags +bitexact -map_metadata -1 -movflags +faststart "$out"

bytes=$(stat -c %s "$out")
[ "$bytes" -le $((6 * 1024 * 1024)) ] || { echo "$out is larger than 6 MB: $bytes bytes" >&2; exit 1; }
echo "$out: $bytes bytes"
