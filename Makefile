# lampas: build, test, benchmark, install. Every compiler flag stands here.
#
#   make            build only; no network, no root
#   make bench      install what is missing, build, print the whole table
#   make test       install what is missing, build, run the specs
#   make rivals     install the libraries that --rivals times beside ours: Debian's oneDNN 2 and PyTorch, and oneDNN 3;
#                   make rival-pytorch | rival-dl4j | rival-bigdl add the newest PyTorch, DL4J and BigDL, which are large
#   make lint | asan | repl | install | clean

PREFIX  ?= /usr/local
LUADIR  ?= $(PREFIX)/share/lua/5.1
LIBDIR  ?= $(PREFIX)/lib/lua/5.1
BINDIR  ?= $(PREFIX)/bin
LUAJIT  ?= luajit
BUILD   ?= build
JOBS    ?= $(shell nproc 2> /dev/null || echo 1)
CC      := $(if $(filter default,$(origin CC)),gcc,$(CC))
ARCH    := $(shell uname -m)

# ---- compiler -------------------------------------------------------------------------------------------------
# -fno-split-paths: gcc 12 turns a select into an unpredictable branch without it (ReLU on random signs: 8 times slower).
# Never -ffast-math: NaN and infinity must survive. What we give up of it is errno and floating-point traps alone.
CFLAGS  ?= -O3 -g
WARN    := -Wall -Wextra -Werror=implicit-function-declaration
COMMON   = -std=gnu11 -fPIC -fopenmp -fno-strict-aliasing -fno-math-errno -fno-trapping-math -fno-split-paths $(WARN) -Isrc -MMD -MP
# nodelete: LuaJIT unloads FFI libraries at exit while libgomp's workers still run in them.
LDFLAGS_ALL = -shared -fopenmp -Wl,-z,nodelete $(SANITIZE)

# One library for each instruction-set level; lua/lampas/library.lua picks one at load, LAMPAS_ISA forces one.
ifeq ($(ARCH),x86_64)
LEVELS  := v2 v3 v4
endif
LEVELS  ?= generic
FLAGS_generic :=
# No MMX: gcc 12 puts vectors of 8 bytes into its registers, which are those of the x87 unit, and leaves them so; OpenBLAS's norms, which
# compute there, then give NaN.
FLAGS_v2 := -march=x86-64-v2 -mno-mmx
FLAGS_v3 := -march=x86-64-v3 -mno-mmx -mprefer-vector-width=256
FLAGS_v4 := -march=x86-64-v4 -mno-mmx -mprefer-vector-width=512

# Random numbers are Torch's to the last digit at every level: their files say where a multiply-add is fused, not the compiler.
EXACT    = $(if $(filter %/random.c,$<),-ffp-contract=off)

comma   := ,
# The OpenMP flavour of OpenBLAS, by directory and rpath: the pthread flavour's own threads fight OpenMP's.
BLASDIR ?= $(firstword $(wildcard /usr/lib/$(ARCH)-linux-gnu/openblas-openmp))
BLAS    := $(if $(BLASDIR),-L$(BLASDIR) -Wl$(comma)-rpath$(comma)$(BLASDIR)) -lopenblas
# The vector functions of glibc, which has them in a library of their own on x86-64.
MVEC    := $(if $(filter x86_64,$(ARCH)),-lmvec)
# Shared memory by name, which older C libraries keep in a library of its own.
RT      := $(if $(filter Linux,$(shell uname -s)),-lrt)
LUAINC  ?= $(firstword $(wildcard /usr/include/luajit-2.1 /usr/local/include/luajit-2.1))

# ---- sources: the folder says how a file is compiled --------------------------------------------------------
#   src/core      once, for the lowest level: structures, memory, boxing (the only folder that sees Lua's headers)
#   src/engine    once a level: threads, workspace, random bits, measuring the machine
#   src/tensor    once a level and element type, seven types
#   src/floating  once a level, float and double: tensor mathematics
#   src/nn        once a level, float and double: layers and the multiplication engine
ALLTYPES   := byte char short int long float double
FLOATTYPES := float double

CORE_OBJ := $(patsubst src/%.c,$(BUILD)/%.o,$(wildcard src/core/*.c))
objects   = $(foreach f,$(wildcard src/engine/*.c),$(BUILD)/$(1)/$(f:src/%.c=%).o) \
            $(foreach f,$(wildcard src/tensor/*.c),$(foreach t,$(ALLTYPES),$(BUILD)/$(1)/$(f:src/%.c=%)-$(t).o)) \
            $(foreach f,$(wildcard src/floating/*.c src/nn/*.c),$(foreach t,$(FLOATTYPES),$(BUILD)/$(1)/$(f:src/%.c=%)-$(t).o))
LIBS     := $(BUILD)/core.so $(LEVELS:%=$(BUILD)/%.so)

.PHONY: all deps test bench rivals rival-pytorch rival-dl4j rival-bigdl lint asan repl install clean
.SECONDARY:
.DELETE_ON_ERROR:

all: $(LIBS) $(BUILD)/cdef.h

$(BUILD)/core/%.o: src/core/%.c
	@mkdir -p $(@D)
	$(CC) $(COMMON) $(CFLAGS) $(SANITIZE) $(if $(LUAINC),-I$(LUAINC)) -c $< -o $@

$(BUILD)/core.so: $(CORE_OBJ)
	$(CC) $(LDFLAGS_ALL) -o $@ $^ $(RT)

define level
$(BUILD)/$(1)/engine/%.o: src/engine/%.c
	@mkdir -p $$(@D)
	$$(CC) $$(COMMON) $$(CFLAGS) $$(SANITIZE) $$(FLAGS_$(1)) $$(EXACT) -c $$< -o $$@
$(foreach t,$(ALLTYPES),$(eval $(call typed,$(1),$(t))))
$(BUILD)/$(1).so: $(call objects,$(1))
	$$(CC) $$(LDFLAGS_ALL) -o $$@ $$^ $$(BLAS) $(MVEC) -lm
endef
define typed
$(BUILD)/$(1)/%-$(2).o: src/%.c
	@mkdir -p $$(@D)
	$$(CC) $$(COMMON) $$(CFLAGS) $$(SANITIZE) $$(FLAGS_$(1)) $$(EXACT) -DREAL_$(2) -c $$< -o $$@
endef
$(foreach l,$(LEVELS),$(eval $(call level,$(l))))

# The text that ffi.cdef reads: every header of the folders above through the preprocessor, typed ones once a type.
HEADERS := $(wildcard src/core/*.h src/engine/*.h src/tensor/*.h src/floating/*.h src/nn/*.h)
$(BUILD)/cdef.h: src/types.h src/real.h $(HEADERS) Makefile
	@mkdir -p $(@D)
	@{ for h in core engine; do for f in src/$$h/*.h; do [ -e $$f ] && echo "#include \"$${f#src/}\""; done; done; \
	   for t in $(ALLTYPES); do echo "#define REAL_$$t"; echo '#include "real.h"'; \
	      for f in src/tensor/*.h; do [ -e $$f ] && echo "#include \"$${f#src/}\""; done; \
	      case $$t in float|double) for f in src/floating/*.h src/nn/*.h; do [ -e $$f ] && echo "#include \"$${f#src/}\""; done;; esac; \
	      echo "#undef REAL_$$t"; done; } > $(BUILD)/cdef.in.h
	$(CC) -E -P -DLAMPAS_CDEF -Isrc -x c $(BUILD)/cdef.in.h -o $@

# ---- what is needed, and installing it -----------------------------------------------------------------------
# On Debian and its relatives missing packages are installed (with sudo when not root); elsewhere the build says what it needs.
# The work is done by a second make, because what this one knows of headers and libraries was found before they came.
BUILD_PACKAGES := gcc libc6-dev luajit libluajit-5.1-dev libopenblas-openmp-dev
BENCH_PACKAGES := $(BUILD_PACKAGES) lua-argparse lua-dkjson lua-readline
TEST_PACKAGES  := $(BENCH_PACKAGES) lua-busted
LINT_PACKAGES  := $(BUILD_PACKAGES) lua-check cppcheck
RIVAL_PACKAGES := libdnnl2 python3-torch python3-numpy python3-venv
JAVA_PACKAGES  := default-jdk-headless maven
AVX            := $(if $(shell grep -m1 -o avx512f /proc/cpuinfo 2> /dev/null),avx512,avx2)
# Where rivals go that no package of the system brings, outside the source tree: a Python environment, and archives of Java.
RIVALS         ?= $(or $(LAMPAS_RIVALS),$(or $(XDG_DATA_HOME),$(HOME)/.local/share)/lampas/rivals)

define need
@if command -v dpkg-query > /dev/null && command -v apt-get > /dev/null; then \
   missing=; for p in $(1); do dpkg-query -W -f '$${db:Status-Status}' $$p 2> /dev/null | grep -qx installed || missing="$$missing $$p"; done; \
   if [ -n "$$missing" ]; then \
      echo "Installing from Debian's packages:$$missing"; \
      if [ $$(id -u) = 0 ]; then sudo=; else sudo=sudo; fi; \
      $$sudo apt-get update -qq && $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing > /dev/null || \
         { echo "Could not install:$$missing"; exit 1; }; \
   fi; \
else \
   echo "This system has no apt-get. What Debian calls $(strip $(1)) must be there:"; \
   echo "a C compiler, LuaJIT 2.1 with headers, OpenBLAS built for OpenMP, and the Lua modules argparse, dkjson, readline, busted, luacheck."; \
   command -v $(LUAJIT) > /dev/null && command -v $(CC) > /dev/null || exit 1; \
fi
endef

deps:
	$(call need,$(TEST_PACKAGES) $(LINT_PACKAGES))

bench:
	$(call need,$(BENCH_PACKAGES))
	@$(MAKE) --no-print-directory -s -j$(JOBS) all
	$(LUAJIT) bench/all.lua $(ARGS)

# One package of Python's registry, with a line that says what it is.
define from_python
@[ -x '$(RIVALS)/bin/pip' ] || python3 -m venv '$(RIVALS)'
@echo "Installing $(1) in $(RIVALS)"
@'$(RIVALS)/bin/pip' install --quiet --disable-pip-version-check $(2)
endef

# One rival in Java: the archives that Maven brings, then our end of the protocol, compiled last: it is what the adapter looks for.
JAVA_RIVAL = lua/lampas/rivals/java
define from_maven
@echo "Installing $(2) in $(RIVALS)/$(1)"
@mvn --batch-mode --quiet -Dstyle.color=never -f $(JAVA_RIVAL)/$(1).xml dependency:copy-dependencies -DoutputDirectory='$(RIVALS)/$(1)' $(3)
@javac -cp '$(RIVALS)/$(1)/*' -d '$(RIVALS)/$(1)/classes' $(JAVA_RIVAL)/Rival.java $(JAVA_RIVAL)/$(4).java
endef

rivals:
	$(call need,$(RIVAL_PACKAGES))
	$(call from_python,oneDNN 3,onednn-cpu-gomp)

rival-pytorch:
	$(call need,python3-venv)
	$(call from_python,the newest PyTorch (on x86-64 some 5 GB: its build for graphics cards is the one offered),torch numpy)

rival-dl4j:
	$(call need,$(JAVA_PACKAGES))
	$(call from_maven,dl4j,DL4J 1.0.0-M2 (some 230 MB),-Djavacpp.platform=linux-$(ARCH) -Dextension=$(AVX),Dl4j)

# BigDL's own archives are in Python's registry; what they were built for of Spark is not needed.
rival-bigdl:
	$(call need,$(JAVA_PACKAGES) python3-venv)
	$(call from_python,BigDL 2.4.0 (some 150 MB),--no-deps bigdl-dllib-spark3==2.4.0 bigdl-core==2.4.0.dev0)
	@mkdir -p '$(RIVALS)/bigdl' && cp '$(RIVALS)'/lib/python3*/site-packages/bigdl/share/*/lib/*.jar '$(RIVALS)/bigdl'
	$(call from_maven,bigdl,what it needs of Scala,,Bigdl)

test:
	$(call need,$(TEST_PACKAGES))
	@$(MAKE) --no-print-directory -s -j$(JOBS) all
	@$(LUAJIT) spec/run.lua $(ARGS)

lint:
	$(call need,$(LINT_PACKAGES))
	luacheck --quiet .
	cppcheck --quiet --std=c11 --language=c --enable=warning,performance,portability --inline-suppr --error-exitcode=1 \
	   --suppressions-list=.cppcheck -Isrc -DREAL_double -D__x86_64__ -D__AVX2__ -U__AVX512F__ src

# The specs under address and undefined-behaviour sanitizers. LuaJIT itself is not built with them, so their runtime is
# loaded first; leaks are not looked for, because a Lua state that ends does not free its boxes.
asan:
	$(call need,$(TEST_PACKAGES))
	@$(MAKE) --no-print-directory -s -j$(JOBS) all BUILD=build-asan CFLAGS='-O1 -g' LEVELS='$(or $(ISA),v3)' \
	   SANITIZE='-fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer'
	@LAMPAS_BUILD=$(CURDIR)/build-asan LAMPAS_ISA=$(or $(ISA),v3) LD_PRELOAD=$$($(CC) -print-file-name=libasan.so):$$($(CC) -print-file-name=libubsan.so) \
	   ASAN_OPTIONS=allocator_may_return_null=1:detect_leaks=0:detect_odr_violation=0 $(LUAJIT) spec/run.lua $(ARGS)

repl: all
	bin/th

install: all
	install -d $(DESTDIR)$(LUADIR) $(DESTDIR)$(LIBDIR)/lampas $(DESTDIR)$(BINDIR) $(DESTDIR)$(PREFIX)/share/lampas/bench
	cp -R lua/. $(DESTDIR)$(LUADIR)
	install -m 755 $(LIBS) $(DESTDIR)$(LIBDIR)/lampas
	install -m 644 $(BUILD)/cdef.h $(DESTDIR)$(LIBDIR)/lampas
	install -m 755 bin/th bin/lampas $(DESTDIR)$(BINDIR)
	install -m 644 bench/*.lua $(DESTDIR)$(PREFIX)/share/lampas/bench

clean:
	rm -rf build build-asan

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
