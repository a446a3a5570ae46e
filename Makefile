# lampas: build, test, benchmark, install. Every compiler flag stands here.
#
#   make            build only; no network, no root
#   make bench      install what is missing, build, print the whole table
#   make test       install what is missing, build, run the specs
#   make lint | asan | repl | install | clean

PREFIX  ?= /usr/local
LUADIR  ?= $(PREFIX)/share/lua/5.1
LIBDIR  ?= $(PREFIX)/lib/lua/5.1
BINDIR  ?= $(PREFIX)/bin
LUAJIT  ?= luajit
BUILD   ?= build
CC      ?= gcc
ARCH    := $(shell uname -m)

# ---- compiler -------------------------------------------------------------------------------------------------
# -fno-split-paths: gcc 12 turns a select into an unpredictable branch without it (ReLU on random signs: 8 times slower).
# Never -ffast-math: NaN and infinity must survive. What we give up of it is errno and floating-point traps alone.
CFLAGS  ?= -O3 -g
WARN    := -Wall -Wextra -Werror=implicit-function-declaration
COMMON  := -std=gnu11 -fPIC -fopenmp -fno-strict-aliasing -fno-math-errno -fno-trapping-math -fno-split-paths $(WARN) -Isrc -MMD -MP
# nodelete: LuaJIT unloads FFI libraries at exit while libgomp's workers still run in them.
LDFLAGS_ALL := -shared -fopenmp -Wl,-z,nodelete $(SANITIZE)

# One library for each instruction-set level; lua/lampas/library.lua picks one at load, LAMPAS_ISA forces one.
ifeq ($(ARCH),x86_64)
LEVELS  := v2 v3 v4
endif
LEVELS  ?= generic
FLAGS_generic :=
FLAGS_v2 := -march=x86-64-v2
FLAGS_v3 := -march=x86-64-v3 -mprefer-vector-width=256
FLAGS_v4 := -march=x86-64-v4 -mprefer-vector-width=512

comma   := ,
# The OpenMP flavour of OpenBLAS, by directory and rpath: the pthread flavour's own threads fight OpenMP's.
BLASDIR ?= $(firstword $(wildcard /usr/lib/$(ARCH)-linux-gnu/openblas-openmp))
BLAS    := $(if $(BLASDIR),-L$(BLASDIR) -Wl$(comma)-rpath$(comma)$(BLASDIR)) -lopenblas
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

.PHONY: all deps test bench lint asan repl install clean
.SECONDARY:
.DELETE_ON_ERROR:

all: $(LIBS) $(BUILD)/cdef.h

$(BUILD)/core/%.o: src/core/%.c
	@mkdir -p $(@D)
	$(CC) $(COMMON) $(CFLAGS) $(SANITIZE) $(if $(LUAINC),-I$(LUAINC)) -c $< -o $@

$(BUILD)/core.so: $(CORE_OBJ)
	$(CC) $(LDFLAGS_ALL) -o $@ $^

define level
$(BUILD)/$(1)/engine/%.o: src/engine/%.c
	@mkdir -p $$(@D)
	$$(CC) $$(COMMON) $$(CFLAGS) $$(SANITIZE) $$(FLAGS_$(1)) -c $$< -o $$@
$(foreach t,$(ALLTYPES),$(eval $(call typed,$(1),$(t))))
$(BUILD)/$(1).so: $(call objects,$(1))
	$$(CC) $$(LDFLAGS_ALL) -o $$@ $$^ $$(BLAS) -lmvec -lm
endef
define typed
$(BUILD)/$(1)/%-$(2).o: src/%.c
	@mkdir -p $$(@D)
	$$(CC) $$(COMMON) $$(CFLAGS) $$(SANITIZE) $$(FLAGS_$(1)) -DREAL_$(2) -c $$< -o $$@
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

clean:
	rm -rf $(BUILD)

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
