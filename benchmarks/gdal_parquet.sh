#!/bin/sh
# Compiles the Parquet driver of Debian's GDAL 3.6, which Debian builds without, as a plugin in the folder given:
#   benchmarks/gdal_parquet.sh /tmp/plugin && GDAL_DRIVER_PATH=/tmp/plugin .venv/bin/python -m pytest tests/geo/formats
# Needs g++, libgdal-dev, dpkg-dev and deb-src lines for apt. Arrow comes out of pyarrow 13's wheel, the oldest with the new C++ ABI.
set -eu
to=$(mkdir -p "$1" && cd "$1" && pwd)
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work"
apt-get -q source --download-only gdal
dpkg-source -x gdal_3.6*.dsc gdal
python3 -m pip download -q --no-deps --only-binary :all: --platform manylinux_2_28_x86_64 --python-version 311 pyarrow==13.0.0
python3 -m zipfile -e pyarrow-13*.whl arrow
cp arrow/pyarrow/libarrow.so.1300 arrow/pyarrow/libparquet.so.1300 "$to"
mkdir gdal_version_full && cp /usr/include/gdal/gdal_version.h gdal_version_full/
source=gdal/ogr/ogrsf_frmts
includes="-I. -Iarrow/pyarrow/include -I/usr/include/gdal -Igdal/port -Igdal/gcore -Igdal/ogr -I$source -I$source/generic -I$source/mem"
g++ -std=c++17 -O1 -fPIC -shared -w -DGDAL_COMPILATION $includes $source/parquet/ogrparquetdriver.cpp \
    $source/parquet/ogrparquetdataset.cpp $source/parquet/ogrparquetlayer.cpp $source/parquet/ogrparquetwriter*.cpp \
    -o "$to/ogr_Parquet.so" -L"$to" -l:libparquet.so.1300 -l:libarrow.so.1300 -lgdal -Wl,-rpath,'$ORIGIN'
