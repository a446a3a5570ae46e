/* Boxing: the one file that sees Lua's headers.
 *
 * A torch object is a userdata whose payload is one pointer to its C struct, so that type(x) is 'userdata', #x and == and
 * finalisers work, and old FFI code may read the payload. Everything else that Lua does with an object goes through the FFI.
 * Files and timers are boxes with an empty pointer: their state is the Lua table in the userdata's environment.
 *
 *   core.box(metatable [, cdata pointer])   a new userdata; it owns one reference of the struct
 *   core.address(value)                     number: where the value lives (the payload's target for a box), 0 if nowhere
 *   core.gcTensor, core.gcStorage, core.gcGenerator   finalisers for the metatables' __gc */
#include <lauxlib.h>
#include <lua.h>
#include <stdlib.h>

#include "core/cpu.h"
#include "core/storage.h"
#include "core/tensor.h"

static const int CDATA = 10; /* LuaJIT's type tag for FFI objects, as lua_type gives it */

static int box(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    void *target = lua_type(L, 2) == CDATA ? *(void *const *)lua_topointer(L, 2) : NULL;
    void **payload = lua_newuserdata(L, sizeof *payload);
    *payload = target;
    lua_pushvalue(L, 1);
    lua_setmetatable(L, -2);
    return 1;
}

static int address(lua_State *L)
{
    luaL_checkany(L, 1);
    const void *where;
    if (lua_type(L, 1) == LUA_TUSERDATA && lua_objlen(L, 1) == sizeof(void *) && *(void **)lua_touserdata(L, 1))
        where = *(void **)lua_touserdata(L, 1);
    else
        where = lua_topointer(L, 1);
    lua_pushnumber(L, (lua_Number)(uintptr_t)where);
    return 1;
}

/* The payload, emptied: a finaliser that is called again (from Lua, through the metatable) finds nothing. */
static void *unbox(lua_State *L)
{
    void **payload = lua_type(L, 1) == LUA_TUSERDATA && lua_objlen(L, 1) == sizeof(void *) ? lua_touserdata(L, 1) : NULL;
    void *target = payload ? *payload : NULL;
    if (payload)
        *payload = NULL;
    return target;
}

static int gc_tensor(lua_State *L)
{
    THTensor_free(unbox(L));
    return 0;
}

static int gc_storage(lua_State *L)
{
    THStorage_free(unbox(L));
    return 0;
}

static int gc_generator(lua_State *L)
{
    free(unbox(L));
    return 0;
}

int luaopen_lampas_core(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"box", box}, {"address", address}, {"gcTensor", gc_tensor}, {"gcStorage", gc_storage}, {"gcGenerator", gc_generator}, {NULL, NULL},
    };
    lua_newtable(L);
    luaL_register(L, NULL, functions);
    return 1;
}
